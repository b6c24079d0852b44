package io.affut.modelimport.yolo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.affut.modelimport.Array;
import io.affut.modelimport.Batches;
import io.affut.modelimport.ImportedCheckpoint;
import io.affut.modelimport.ModelPort;
import io.affut.modelimport.NetworkDescription.AnchorDetector;
import io.affut.modelimport.NetworkDescription.AnchorFreeDetector;
import io.affut.modelimport.Onnx;
import io.affut.modelimport.WeightStorage;
import io.affut.modelimport.checkpoint.CheckpointImporter;
import io.affut.testing.Fixtures;
import io.affut.testing.NumpyArray;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Checkpoints that Ultralytics' package and YOLOv5's repository wrote, with random weights.
class FixtureDetectorsTest {
  private static final List<String> CLASSES = List.of("animal", "person", "vehicle");

  @TempDir Path folder;

  enum Fixture {
    YOLOV8N("yolov8n-random", 320, true),
    YOLO11N("yolo11n-random", 320, true),
    YOLOV5N("yolov5n-random", 320, false),
    YOLOV5N6("yolov5n6-random", 384, false);

    private final String file;
    private final int side;
    private final boolean numbersFirst;

    Fixture(String file, int side, boolean numbersFirst) {
      this.file = file;
      this.side = side;
      this.numbersFirst = numbersFirst;
    }
  }

  @ParameterizedTest
  @EnumSource
  void itComputesWhatPyTorchComputes(Fixture fixture) throws Exception {
    NumpyArray expected =
        NumpyArray.read(
            Fixtures.at("checkpoints/%s.linspace%d.raw.npy".formatted(fixture.file, fixture.side)));
    Array output = run(convert(fixture, "a.onnx"), linspace(1, fixture.side, fixture.side));
    DetectorAssert.assertSame(output, expected, fixture.numbersFirst);
  }

  @ParameterizedTest
  @EnumSource
  void picturesOfABatchDoNotTouchEachOther(Fixture fixture) throws Exception {
    Batches.assertEachIsComputedAlone(
        convert(fixture, "a.onnx").model(), Array.random(1, 1, 3, 128, 320), 1e-5);
  }

  @ParameterizedTest
  @EnumSource
  void everySizeThatIsAMultipleOfTheStrideHasItsCells(Fixture fixture) throws Exception {
    ImportedCheckpoint imported = convert(fixture, "a.onnx");
    int levels = fixture == Fixture.YOLOV5N6 ? 4 : 3;
    int anchors = fixture.numbersFirst ? 1 : 3;
    for (int[] size : new int[][] {{64, 64}, {64, 256}, {192, 128}}) {
      int cells = 0;
      for (int level = 0; level < levels; level++) {
        cells += anchors * (size[0] / (8 << level)) * (size[1] / (8 << level));
      }
      Array output = run(imported, linspace(1, size[0], size[1]));
      int numbers = fixture.numbersFirst ? 7 : 8;
      assertThat(output.shape())
          .containsExactly(
              fixture.numbersFirst ? new int[] {1, numbers, cells} : new int[] {1, cells, numbers});
    }
  }

  @ParameterizedTest
  @EnumSource
  void theFileIsTheSameEachTime(Fixture fixture) throws Exception {
    ImportedCheckpoint first = convert(fixture, "a.onnx");
    ImportedCheckpoint second = convert(fixture, "b.onnx");
    assertThat(Files.mismatch(first.model().file(), second.model().file())).isEqualTo(-1);
    assertThat(first.model().sha256()).isEqualTo(second.model().sha256());
  }

  @Test
  void batchHeightAndWidthAreLeftOpen() throws Exception {
    ImportedCheckpoint anchorFree = convert(Fixture.YOLO11N, "a.onnx");
    assertThat(anchorFree.model().inputs())
        .containsExactly(ModelPort.floats("images", "batch", "3", "height", "width"));
    assertThat(anchorFree.model().outputs())
        .containsExactly(ModelPort.floats("output0", "batch", "7", "cells"));
    assertThat(convert(Fixture.YOLOV5N, "b.onnx").model().outputs())
        .containsExactly(ModelPort.floats("output0", "batch", "cells", "8"));
  }

  @Test
  void itSaysWhatANetworkIs() throws Exception {
    assertThat(convert(Fixture.YOLOV8N, "a.onnx").network())
        .isEqualTo(new AnchorFreeDetector("YOLOv8", CLASSES, 320, 32, 8, "images", "output0"));
    assertThat(convert(Fixture.YOLO11N, "a.onnx").network())
        .isEqualTo(new AnchorFreeDetector("YOLO11", CLASSES, 320, 32, 8, "images", "output0"));
    assertThat(convert(Fixture.YOLOV5N, "a.onnx").network())
        .isEqualTo(new AnchorDetector("YOLOv5", CLASSES, 640, 32, 8, "images", "output0"));
    assertThat(convert(Fixture.YOLOV5N6, "a.onnx").network())
        .isEqualTo(new AnchorDetector("YOLOv5", CLASSES, 1280, 64, 8, "images", "output0"));
  }

  @Test
  void licenceAndVersionAreThoseOfTheFile() throws Exception {
    ImportedCheckpoint imported = convert(Fixture.YOLOV8N, "a.onnx");
    assertThat(imported.licence()).contains("generated");
    assertThat(imported.version()).contains("8.3.0");
    assertThat(convert(Fixture.YOLOV5N, "b.onnx").licence()).isEmpty();
  }

  @Test
  void batchNormsAreFoldedIntoTheirConvolutions() throws Exception {
    Map<String, Integer> operators = convert(Fixture.YOLOV8N, "a.onnx").model().operators();
    assertThat(operators).doesNotContainKey("BatchNormalization").containsEntry("Conv", 63);
  }

  @Test
  void sixteenBitWeightsHalveTheFileAndHardlyChangeTheBoxes() throws Exception {
    ImportedCheckpoint whole = convert(Fixture.YOLOV8N, "a.onnx");
    ImportedCheckpoint half =
        new CheckpointImporter(Map.of(), WeightStorage.F16, _ -> {})
            .convert(file(Fixture.YOLOV8N), folder.resolve("b.onnx"));
    assertThat(Files.size(half.model().file()))
        .isLessThan((long) (Files.size(whole.model().file()) * 0.55));
    float[] exact = run(whole, linspace(1, 320, 320)).values();
    float[] rounded = run(half, linspace(1, 320, 320)).values();
    for (int i = 0; i < exact.length; i++) {
      assertThat(rounded[i]).isCloseTo(exact[i], within(0.5f));
    }
    assertThat(rounded).isNotEqualTo(exact);
  }

  private ImportedCheckpoint convert(Fixture fixture, String name) throws Exception {
    return new CheckpointImporter(Map.of(), WeightStorage.F32, _ -> {})
        .convert(file(fixture), folder.resolve(name));
  }

  private static Path file(Fixture fixture) {
    return Fixtures.at("checkpoints/" + fixture.file + ".pt");
  }

  private static Array run(ImportedCheckpoint imported, Array input) {
    return Onnx.run(imported.model().file(), Map.of("images", input)).get("output0");
  }

  /// What NumPy's `linspace(0, 1, n)` gives in 32-bit floats.
  private static Array linspace(int batch, int height, int width) {
    int[] shape = {batch, 3, height, width};
    float[] values = new float[Arrays.stream(shape).reduce(1, Math::multiplyExact)];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (i * (1.0 / (values.length - 1)));
    }
    return new Array(shape, values);
  }
}
