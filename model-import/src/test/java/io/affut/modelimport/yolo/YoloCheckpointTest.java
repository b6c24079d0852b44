package io.affut.modelimport.yolo;

import static io.affut.modelimport.yolo.Modules.detector;
import static org.assertj.core.api.Assertions.assertThat;

import io.affut.modelimport.pytorch.Checkpoint;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What stands in a checkpoint beside the modules.
class YoloCheckpointTest {
  @TempDir Path folder;

  @Test
  void theMovingAverageIsPreferred() throws Exception {
    PythonObject averaged = detector().set("names", List.of("a", "b"));
    assertThat(classes(file("model", detector(), "ema", averaged))).containsExactly("a", "b");
    assertThat(classes(file("model", detector(), "ema", null))).containsExactly("animal", "person");
    assertThat(classes(file("ema", averaged, "model", null))).containsExactly("a", "b");
  }

  @Test
  void aNetworkThatWasSavedAloneIsFoundToo() throws Exception {
    assertThat(classes(detector())).containsExactly("animal", "person");
  }

  @Test
  void otherThingsAreNotRecognised() throws Exception {
    assertThat(open(file("model", Map.of("a", 1)))).isEmpty();
    assertThat(open(file("model", PythonObject.module("timm.models.X")))).isEmpty();
    assertThat(open(PythonObject.module("torch.nn.modules.container.Sequential"))).isEmpty();
    assertThat(open(List.of(detector()))).isEmpty();
    assertThat(open(3)).isEmpty();
  }

  @Test
  void namesMayBeATableInAnyOrder() throws Exception {
    Map<Object, Object> names = new LinkedHashMap<>();
    names.put(1, "person");
    names.put(0, "animal");
    assertThat(classes(detector().set("names", names))).containsExactly("animal", "person");
  }

  @Test
  void namesAreOneLineThatCanBeShown() throws Exception {
    List<String> names = List.of("  wild\tboar\n\u001b[2J ", "x".repeat(500));
    assertThat(classes(detector().set("names", names)))
        .containsExactly("wild boar [2J", "x".repeat(200));
  }

  @Test
  void theSizeOfPicturesIsThatOfTheTraining() throws Exception {
    assertThat(imageSize(file("train_args", Map.of("imgsz", 960)))).isEqualTo(960);
    assertThat(imageSize(file("train_args", Map.of("imgsz", List.of(480, 800))))).isEqualTo(800);
    PythonObject options = new PythonObject("argparse.Namespace").set("imgsz", 1280);
    assertThat(imageSize(file("opt", options))).isEqualTo(1280);
    PythonObject network = detector().set("args", Map.of("imgsz", 416));
    assertThat(open(file("model", network)).orElseThrow().imageSize(OptionalInt.empty(), 32))
        .isEqualTo(416);
  }

  @Test
  void theSizeThatTheUserGivesCounts() throws Exception {
    YoloCheckpoint checkpoint = open(file("train_args", Map.of("imgsz", 960))).orElseThrow();
    assertThat(checkpoint.imageSize(OptionalInt.of(1280), 32)).isEqualTo(1280);
    assertThat(checkpoint.imageSize(OptionalInt.of(500), 32)).isEqualTo(512);
  }

  @Test
  void theSizeIsAMultipleOfTheStride() throws Exception {
    assertThat(imageSize(file("train_args", Map.of("imgsz", 600)))).isEqualTo(608);
  }

  @Test
  void withoutAUsableSizeItIsYoloV5sOwn() throws Exception {
    for (Object size : Arrays.asList(null, "960", 0, -5, 1 << 30, List.of(1, 2, 3))) {
      Map<String, Object> arguments = new LinkedHashMap<>();
      arguments.put("imgsz", size);
      YoloCheckpoint checkpoint = open(file("train_args", arguments)).orElseThrow();
      assertThat(checkpoint.imageSize(OptionalInt.empty(), 32)).isEqualTo(640);
      assertThat(checkpoint.imageSize(OptionalInt.empty(), 64)).isEqualTo(1280);
    }
  }

  @Test
  void licenceVersionAndDateAreTextsOfTheFile() throws Exception {
    YoloCheckpoint full =
        open(file("license", "AGPL-3.0", "version", "8.3.0", "date", "2025-01-02")).orElseThrow();
    assertThat(full.licence()).contains("AGPL-3.0");
    assertThat(full.version()).contains("8.3.0, 2025-01-02");
    YoloCheckpoint dated = open(file("date", "2022-06-01", "license", 7)).orElseThrow();
    assertThat(dated.licence()).isEmpty();
    assertThat(dated.version()).contains("2022-06-01");
    assertThat(open(file("license", " \n")).orElseThrow().licence()).isEmpty();
    assertThat(open(detector()).orElseThrow().version()).isEmpty();
  }

  /// A checkpoint with a network and these entries.
  private static Map<String, Object> file(Object... entries) {
    Map<String, Object> root = new LinkedHashMap<>();
    root.put("model", detector());
    for (int i = 0; i < entries.length; i += 2) {
      root.put((String) entries[i], entries[i + 1]);
    }
    return root;
  }

  private int imageSize(Object root) throws Exception {
    return open(root).orElseThrow().imageSize(OptionalInt.empty(), 32);
  }

  private List<String> classes(Object root) throws Exception {
    return open(root).orElseThrow().classes(2);
  }

  private Optional<YoloCheckpoint> open(Object root) throws Exception {
    Path file = CheckpointWriter.write(root, folder.resolve("checkpoint.pt"));
    try (Checkpoint checkpoint = Checkpoint.open(file)) {
      return YoloCheckpoint.of(checkpoint.root());
    }
  }
}
