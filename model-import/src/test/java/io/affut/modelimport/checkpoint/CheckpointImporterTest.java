package io.affut.modelimport.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.affut.modelimport.ImportedCheckpoint;
import io.affut.modelimport.ModelImportException;
import io.affut.modelimport.NetworkDescription;
import io.affut.modelimport.WeightStorage;
import io.affut.testing.Fixtures;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CheckpointImporterTest {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {"yolov8n-random.pt", "storages.pt", "hostile-pickle.pt", "legacy-format.pt"})
  void checkpointsAreKnownByTheirFirstBytes(String fixture) throws Exception {
    Path renamed = folder.resolve("model.onnx");
    Files.copy(Fixtures.at("checkpoints/" + fixture), renamed);
    assertThat(CheckpointImporter.accepts(renamed)).isTrue();
  }

  @Test
  void theFirstFormatOfPyTorchWasATarFile() throws Exception {
    byte[] tar = new byte[1024];
    System.arraycopy("ustar".getBytes(StandardCharsets.US_ASCII), 0, tar, 257, 5);
    assertThat(CheckpointImporter.accepts(Files.write(folder.resolve("a.pt"), tar))).isTrue();
  }

  @Test
  void otherFilesAreNoCheckpoints() throws Exception {
    Path onnx = Files.write(folder.resolve("a.pt"), new byte[] {8, 8, 18, 5});
    assertThat(CheckpointImporter.accepts(onnx)).isFalse();
    assertThat(CheckpointImporter.accepts(Files.createFile(folder.resolve("b.pt")))).isFalse();
    assertThat(CheckpointImporter.accepts(folder)).isFalse();
    assertThat(CheckpointImporter.accepts(folder.resolve("missing.pt"))).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "yolov8n-random.pt, AnchorFreeDetector, Converting the detector in yolov8n-random.pt ...",
    "yolov5n-random.pt, AnchorDetector, Converting the detector in yolov5n-random.pt ...",
    "dinov2-vit-tiny-random.pt, Classifier,"
        + " Converting the classifier in dinov2-vit-tiny-random.pt ...",
    "bird-head-tiny-random.pt, EmbeddingHead,"
        + " Converting the classifier in bird-head-tiny-random.pt ..."
  })
  void whatIsInACheckpointIsSeenAndSaid(String fixture, String kind, String line) throws Exception {
    List<String> lines = new ArrayList<>();
    Map<String, String> settings = kind.equals("Classifier") ? Map.of("heads", "4") : Map.of();
    NetworkDescription network =
        new CheckpointImporter(settings, WeightStorage.F32, lines::add)
            .convert(Fixtures.at("checkpoints/" + fixture), folder.resolve("a.onnx"))
            .network();
    assertThat(network.getClass().getSimpleName()).isEqualTo(kind);
    assertThat(lines).containsExactly(line);
  }

  @Test
  void aSettingThatANetworkDoesNotHaveIsRefused() {
    assertThatThrownBy(() -> convert("yolov8n-random.pt", Map.of("heads", "4")))
        .isInstanceOf(ModelImportException.class)
        .hasMessage("a YOLO detector has the setting size, so not heads");
    assertThatThrownBy(() -> convert("dinov2-vit-tiny-random.pt", Map.of("legs", "4")))
        .isInstanceOf(ModelImportException.class)
        .hasMessageContaining("legs");
  }

  @Test
  void theSizeOfPicturesMayBeSaid() throws Exception {
    ImportedCheckpoint imported = convert("yolov8n-random.pt", Map.of("size", "960"));
    assertThat(imported.network())
        .isInstanceOfSatisfying(
            NetworkDescription.AnchorFreeDetector.class,
            detector -> assertThat(detector.imageSize()).isEqualTo(960));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-5", "960.5", "wide", "", "100000"})
  void aSizeThatIsNoneIsRefused(String size) {
    assertThatThrownBy(() -> convert("yolov8n-random.pt", Map.of("size", size)))
        .isInstanceOf(ModelImportException.class)
        .hasMessage("the setting size is a number of pixels from 10 to 9999, so not " + size);
  }

  @Test
  void aCheckpointOfSomethingElseIsRefused() {
    assertThatThrownBy(() -> convert("storages.pt", Map.of()))
        .isInstanceOf(ModelImportException.class)
        .hasMessageStartingWith("the checkpoint holds no network that is known");
  }

  @ParameterizedTest
  @ValueSource(strings = {"hostile-pickle.pt", "legacy-format.pt", "truncated.pt"})
  void aCheckpointThatCannotBeReadLeavesNothing(String fixture) throws Exception {
    assertThatThrownBy(() -> convert(fixture, Map.of()))
        .isInstanceOf(ModelImportException.class)
        .hasMessageContaining(fixture);
    try (var files = Files.list(folder)) {
      assertThat(files).isEmpty();
    }
  }

  @Test
  void weightsThatAreDamagedLeaveWhatWasThere() throws Exception {
    byte[] checkpoint = Files.readAllBytes(Fixtures.at("checkpoints/yolov8n-random.pt"));
    // Infinity in 16 bits, over the middle of the file, where weights are.
    for (int i = checkpoint.length / 2; i < checkpoint.length / 2 + 64; i += 2) {
      checkpoint[i] = 0;
      checkpoint[i + 1] = 0x7c;
    }
    Path damaged = Files.write(folder.resolve("damaged.pt"), checkpoint);
    Path onnx = Files.writeString(folder.resolve("a.onnx"), "before");
    assertThatThrownBy(() ->
            new CheckpointImporter(Map.of(), WeightStorage.F32, _ -> {}).convert(damaged, onnx))
        .isInstanceOf(ModelImportException.class)
        .hasMessageMatching("model\\.\\S+ has a weight that is .*");
    assertThat(onnx).hasContent("before");
    try (var files = Files.list(folder)) {
      assertThat(files.map(Path::getFileName).map(Path::toString))
          .containsExactlyInAnyOrderElementsOf(Arrays.asList("damaged.pt", "a.onnx"));
    }
  }

  private ImportedCheckpoint convert(String fixture, Map<String, String> settings)
      throws ModelImportException {
    return new CheckpointImporter(settings, WeightStorage.F32, _ -> {})
        .convert(Fixtures.at("checkpoints/" + fixture), folder.resolve("a.onnx"));
  }
}
