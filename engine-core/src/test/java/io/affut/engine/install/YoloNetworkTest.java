package io.affut.engine.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.affut.engine.model.ModelException;
import io.affut.modelimport.NetworkDescription;
import io.affut.modelimport.NetworkDescription.AnchorDetector;
import io.affut.modelimport.NetworkDescription.AnchorFreeDetector;
import io.affut.modelimport.OnnxFile;
import io.affut.modelimport.OnnxFile.Port;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class YoloNetworkTest {
  private static final List<Port> FIXED = List.of(new Port("images", List.of(1L, 3L, 640L, 640L)));
  private static final List<Port> FREE = List.of(new Port("images", List.of(-1L, 3L, -1L, -1L)));
  private static final Map<String, String> NOTES =
      Map.of("names", "{0: 'fox', 1: 'car'}", "imgsz", "[960, 736]", "stride", "32");

  private static NetworkDescription describe(
      List<Port> inputs, List<Long> output, Map<String, String> notes, String... settings) {
    return YoloNetwork.describe(
        "net.onnx",
        new OnnxFile(inputs, List.of(new Port("output0", output)), notes, Set.of()),
        ModelSettings.parse(List.of(settings)));
  }

  @Test
  void whatItsMakerHasNotedIsEnough() {
    assertThat(describe(FREE, List.of(-1L, 6L, -1L), NOTES))
        .isEqualTo(
            new AnchorFreeDetector("YOLO", List.of("fox", "car"), 960, 32, 8, "images", "output0"));
    assertThat(describe(FREE, List.of(-1L, -1L, 7L), NOTES))
        .isEqualTo(
            new AnchorDetector("YOLOv5", List.of("fox", "car"), 960, 32, 8, "images", "output0"));
  }

  /// As Ultralytics writes networks whose sizes are open.
  @Test
  void openExtentsAreThoseOfWhatUltralyticsNotes() {
    Map<String, String> notes = new HashMap<>(NOTES);
    notes.putAll(Map.of("author", "Ultralytics", "task", "detect", "end2end", "False"));
    assertThat(describe(FREE, List.of(-1L, -1L, -1L), notes))
        .isInstanceOf(AnchorFreeDetector.class);
    notes.put("task", "pose");
    assertThatExceptionOfType(ModelException.class)
        .isThrownBy(() -> describe(FREE, List.of(-1L, -1L, -1L), notes))
        .withMessageContaining("head (yolo-anchor-free or yolov5)");
  }

  /// What is left after suppression is in another form, whatever the user sets.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "end2end | True | end2end=False",
        "args | \"{'batch': 1, 'nms': True}\" | nms=False"
      },
      quoteCharacter = '"')
  void aNetworkThatSuppressesByItselfIsSaidToDoSo(String key, String value, String advice) {
    Map<String, String> notes = new HashMap<>(NOTES);
    notes.put(key, value);
    assertThatExceptionOfType(ModelException.class)
        .isThrownBy(() -> describe(FIXED, List.of(1L, 300L, 6L), notes, "head=yolo-anchor-free"))
        .withMessageStartingWith("net.onnx cannot be used: it suppresses boxes by itself")
        .withMessageContaining("export it again without that (Ultralytics: " + advice + ")");
  }

  @Test
  void anInputThatIsNotFilledHereIsSaidToBeThat() {
    assertThatExceptionOfType(ModelException.class)
        .isThrownBy(() -> describe(input(4, 640, 640), List.of(4L, 6L, 8400L), NOTES))
        .withMessageStartingWith("net.onnx cannot be used: it takes 4 pictures at a time");
    assertThatExceptionOfType(ModelException.class)
        .isThrownBy(() -> describe(input(1, 384, 640), List.of(1L, 6L, 5040L), NOTES))
        .withMessageStartingWith("net.onnx cannot be used: it takes pictures of 640 x 384 pixels")
        .withMessageContaining("imgsz=640");
  }

  private static List<Port> input(long batch, long height, long width) {
    return List.of(new Port("images", List.of(batch, 3L, height, width)));
  }

  @Test
  void aFixedInputSaysItsOwnSize() {
    assertThat(describe(FIXED, List.of(1L, 6L, 8400L), NOTES))
        .isInstanceOfSatisfying(
            AnchorFreeDetector.class, network -> assertThat(network.imageSize()).isEqualTo(640));
  }

  @Test
  void whatTheUserSetsIsEnoughToo() {
    assertThat(
            describe(
                FREE,
                List.of(-1L, -1L, -1L),
                Map.of(),
                "classes=fox,car",
                "head=yolov5",
                "size=1280",
                "stride=64"))
        .isEqualTo(
            new AnchorDetector("YOLOv5", List.of("fox", "car"), 1280, 64, 8, "images", "output0"));
  }

  @Test
  void theUserChoosesAmongSeveralOutputs() {
    OnnxFile onnx =
        new OnnxFile(
            FIXED,
            List.of(new Port("a", List.of(1L, 6L, 8400L)), new Port("b", List.of(1L, 6L, 8400L))),
            NOTES,
            Set.of());
    assertThat(YoloNetwork.describe("net", onnx, ModelSettings.parse(List.of("output=b"))))
        .isInstanceOfSatisfying(
            AnchorFreeDetector.class, network -> assertThat(network.output()).isEqualTo("b"));
    assertThatExceptionOfType(ModelException.class)
        .isThrownBy(() -> YoloNetwork.describe("net", onnx, ModelSettings.NONE))
        .withMessageContaining("output (it has a, b)");
  }

  @Test
  void everythingThatIsMissingIsNamed() {
    assertThatExceptionOfType(ModelException.class)
        .isThrownBy(() -> describe(FREE, List.of(-1L, -1L, -1L), Map.of()))
        .withMessage(
            "net.onnx has no manifest.toml beside it that names it, and does not say itself what its manifest has to: classes, head (yolo-anchor-free or yolov5), size. Write a manifest, or set what is missing with --set KEY=VALUE.");
  }

  /// Such as a network that has its suppression built in, or one that classifies.
  @ParameterizedTest
  @CsvSource({"300, 6", "7, 8400", "1000, 1"})
  void aShapeThatIsNoYoloHeadIsNotTakenForOne(long second, long third) {
    assertThatExceptionOfType(ModelException.class)
        .isThrownBy(() -> describe(FIXED, List.of(1L, second, third), NOTES))
        .withMessageContaining("head (yolo-anchor-free or yolov5)");
  }
}
