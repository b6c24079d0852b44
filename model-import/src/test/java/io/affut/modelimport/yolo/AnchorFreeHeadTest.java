package io.affut.modelimport.yolo;

import static io.affut.modelimport.ArrayAssert.assertSame;
import static io.affut.modelimport.yolo.Modules.conv;
import static io.affut.modelimport.yolo.Modules.conv2dWithBias;
import static io.affut.modelimport.yolo.Modules.list;
import static io.affut.modelimport.yolo.Modules.sequential;
import static org.assertj.core.api.Assertions.assertThat;

import io.affut.modelimport.Array;
import io.affut.modelimport.ImportedCheckpoint;
import io.affut.modelimport.NetworkDescription.AnchorFreeDetector;
import io.affut.modelimport.Onnx;
import io.affut.modelimport.WeightStorage;
import io.affut.modelimport.checkpoint.CheckpointImporter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Heads of YOLOv9's repository, of YOLOv10 and of YOLO26: one grid of cells of four pixels, two
/// classes, and distances that are not distributed (`reg_max` is 1).
class AnchorFreeHeadTest {
  private static final Array PICTURE = Array.random(8, 1, 3, 16, 8);

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "ultralytics.nn.modules.head.Detect",
    "ultralytics.nn.modules.head.v10Detect",
    "models.yolo.DDetect"
  })
  void distancesWithoutADistributionAreInCells(String type) throws Exception {
    PythonObject boxes = conv2dWithBias(6, 4);
    PythonObject scores = conv2dWithBias(6, 2);
    PythonObject head = head(type).part("cv2", list(boxes)).part("cv3", list(scores));
    assertSame(run(head), expected(boxes, scores), 1e-3);
  }

  @Test
  void thePartsThatGiveManyBoxesForAThingAreTaken() throws Exception {
    PythonObject boxes = conv2dWithBias(6, 4);
    PythonObject scores = conv2dWithBias(6, 2);
    PythonObject head =
        head("ultralytics.nn.modules.head.v10Detect")
            .part("cv2", list(boxes))
            .part("cv3", list(scores))
            .part("one2one_cv2", list(other(boxes)))
            .part("one2one_cv3", list(other(scores)));
    assertSame(run(head), expected(boxes, scores), 1e-3);
  }

  @Test
  void whereTheyWereLeftOutTheOthersAreTaken() throws Exception {
    PythonObject boxes = conv2dWithBias(6, 4);
    PythonObject scores = conv2dWithBias(6, 2);
    PythonObject head =
        head("ultralytics.nn.modules.head.Detect")
            .part("cv2", null)
            .part("cv3", null)
            .part("one2one_cv2", list(boxes))
            .part("one2one_cv3", list(scores));
    assertSame(run(head), expected(boxes, scores), 1e-3);
  }

  /// In training the first half helps; it is left out here as it is there.
  @ParameterizedTest
  @CsvSource({"models.yolo.DualDetect", "models.yolo.DualDDetect"})
  void ofTwoHeadsInOneTheSecondIsTaken(String type) throws Exception {
    PythonObject boxes = conv2dWithBias(6, 4);
    PythonObject scores = conv2dWithBias(6, 2);
    PythonObject head =
        head(type)
            .set("f", List.of(0, 1))
            .part("cv2", list(conv2dWithBias(4, 4)))
            .part("cv3", list(conv2dWithBias(4, 2)))
            .part("cv4", list(boxes))
            .part("cv5", list(scores));
    assertSame(run(head), expected(boxes, scores), 1e-3);
  }

  private static PythonObject head(String type) {
    return PythonObject.module(type)
        .set("nc", 2)
        .set("reg_max", 1)
        .set("stride", new Array(new int[] {1}, new float[] {4}))
        .set("f", List.of(1));
  }

  private static PythonObject other(PythonObject convolution) {
    Array weight = (Array) convolution.table("_parameters").get("weight");
    Array changed = new Array(weight.shape(), weight.values().clone());
    changed.values()[0] += 1;
    PythonObject copy = conv2dWithBias(weight.shape()[1], weight.shape()[0]);
    return copy.parameter("weight", changed);
  }

  /// `[1, 4 + 2, cells]` by the definition of such a head.
  private static Array expected(PythonObject boxes, PythonObject scores) {
    Array map = Naive.conv(Naive.conv(PICTURE, first(), 2), second(), 2);
    Array distances = convolved(map, boxes);
    Array logits = convolved(map, scores);
    int width = map.shape()[3];
    int cells = map.shape()[2] * width;
    float[] values = new float[6 * cells];
    for (int i = 0; i < cells; i++) {
      float left = distances.values()[i];
      float top = distances.values()[cells + i];
      float right = distances.values()[2 * cells + i];
      float bottom = distances.values()[3 * cells + i];
      values[i] = 4 * (i % width + 0.5f + (right - left) / 2);
      values[cells + i] = 4 * (i / width + 0.5f + (bottom - top) / 2);
      values[2 * cells + i] = 4 * (left + right);
      values[3 * cells + i] = 4 * (top + bottom);
    }
    for (int i = 0; i < 2 * cells; i++) {
      values[4 * cells + i] = (float) (1 / (1 + Math.exp(-logits.values()[i])));
    }
    return new Array(new int[] {1, 6, cells}, values);
  }

  private static Array convolved(Array map, PythonObject convolution) {
    return Naive.convolution(
        map,
        (Array) convolution.table("_parameters").get("weight"),
        (Array) convolution.table("_parameters").get("bias"),
        1,
        0,
        1);
  }

  private static PythonObject first() {
    return conv(3, 4, 3, 2).set("f", -1);
  }

  private static PythonObject second() {
    return conv(4, 6, 3, 2).set("f", -1);
  }

  private Array run(PythonObject head) throws Exception {
    PythonObject network =
        PythonObject.module("ultralytics.nn.tasks.DetectionModel")
            .set("names", List.of("animal", "person"))
            .part("model", sequential(first(), second(), head));
    Path file = CheckpointWriter.write(Modules.checkpoint(network), folder.resolve("network.pt"));
    ImportedCheckpoint imported =
        new CheckpointImporter(Map.of(), WeightStorage.F32, _ -> {})
            .convert(file, folder.resolve("network.onnx"));
    assertThat(imported.network()).isInstanceOf(AnchorFreeDetector.class);
    return Onnx.run(imported.model().file(), Map.of("images", PICTURE)).get("output0");
  }
}
