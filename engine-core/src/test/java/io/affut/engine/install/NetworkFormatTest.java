package io.affut.engine.install;

import static org.assertj.core.api.Assertions.assertThat;

import io.affut.testing.Fixtures;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NetworkFormatTest {
  @TempDir private Path folder;

  private Path file(String name, String content) throws Exception {
    return Files.write(folder.resolve(name), content.getBytes(StandardCharsets.ISO_8859_1));
  }

  @Test
  void aFormatIsToldByWhatIsInAFile() throws Exception {
    assertThat(NetworkFormat.of(Fixtures.at("checkpoints/yolov8n-random.pt")))
        .contains(NetworkFormat.PYTORCH);
    assertThat(NetworkFormat.of(Fixtures.at("checkpoints/legacy-format.pt")))
        .contains(NetworkFormat.PYTORCH);
    assertThat(
            NetworkFormat.of(file("a", "<?xml version=\"1.0\"?>\n<net name=\"n\" version=\"11\">")))
        .contains(NetworkFormat.OPENVINO);
    assertThat(NetworkFormat.of(file("b", "\u0020\0\0\0TFL3\0\0"))).contains(NetworkFormat.TFLITE);
    assertThat(NetworkFormat.of(file("c.ONNX", "\b\b"))).contains(NetworkFormat.ONNX);
  }

  @Test
  void otherFilesHaveNone() throws Exception {
    assertThat(NetworkFormat.of(Fixtures.at("photos/blank.jpg"))).isEmpty();
    assertThat(NetworkFormat.of(file("page", "<!DOCTYPE html><html>Log in</html>"))).isEmpty();
    assertThat(NetworkFormat.of(file("empty", ""))).isEmpty();
    assertThat(NetworkFormat.of(file("text.txt", "weights"))).isEmpty();
  }

  /// Its importer says what it is instead.
  @Test
  void whatIsOnlyCalledACheckpointIsTakenForOne() throws Exception {
    for (String name : List.of("a.pt", "b.PTH", "c.ckpt", "d.safetensors")) {
      assertThat(NetworkFormat.of(file(name, "<html>Log in</html>")))
          .contains(NetworkFormat.PYTORCH);
      assertThat(NetworkFormat.of(file(name, ""))).contains(NetworkFormat.PYTORCH);
    }
  }
}
