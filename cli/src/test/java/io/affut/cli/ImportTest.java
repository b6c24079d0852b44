package io.affut.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.affut.engine.install.Conversion;
import io.affut.engine.install.ModelSettings;
import io.affut.engine.results.OutputException;
import io.affut.testing.Fixtures;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `affut import`: the conversion alone.
class ImportTest {
  @TempDir Path folder;
  private InProcess program;

  @BeforeEach
  void openFolder() throws Exception {
    folder = folder.toRealPath();
    program = new InProcess(folder).environment("XDG_CACHE_HOME", folder.resolve("cache"));
  }

  private static Path checkpoint(String name) {
    return Fixtures.at("checkpoints/" + name + ".pt");
  }

  @Test
  void aCheckpointBecomesOnnxAndNothingIsInstalled() throws Exception {
    Ended ended =
        program.run("import", checkpoint("yolov8n-random"), "-o", "new/model.onnx").with(0);
    Path onnx = folder.resolve("new/model.onnx");
    assertThat(ended.out()).isEqualTo(onnx + System.lineSeparator());
    assertThat(Files.size(onnx)).isGreaterThan(1_000_000);
    assertThat(folder.resolve("cache")).doesNotExist();
  }

  @Test
  void weightsMayBeStoredIn16Bits() throws Exception {
    program.run("import", checkpoint("yolov8n-random"), "-o", "32.onnx").with(0);
    program
        .run("import", checkpoint("yolov8n-random"), "-o", "16.onnx", "--set", "weights=f16")
        .with(0);
    assertThat(Files.size(folder.resolve("16.onnx")))
        .isLessThan(Files.size(folder.resolve("32.onnx")) * 2 / 3);
  }

  @Test
  void whatIsThereIsReplacedOnlyWhenThatIsAskedFor() throws Exception {
    for (String there : new String[] {"model.onnx", "model.onnx.data"}) {
      Path precious = Files.writeString(folder.resolve(there), "precious");
      assertThat(
              program
                  .run("import", "-q", checkpoint("bird-head-tiny-random"), "-o", "model.onnx")
                  .with(6)
                  .sentence())
          .contains(precious + " exists already", "--overwrite");
      assertThat(precious).hasContent("precious");
      Files.delete(precious);
    }
    Files.writeString(folder.resolve("model.onnx"), "old");
    program
        .run("import", checkpoint("bird-head-tiny-random"), "-o", "model.onnx", "--overwrite")
        .with(0);
    assertThat(Files.size(folder.resolve("model.onnx"))).isGreaterThan(1000);
  }

  @Test
  void anOutputThatCannotBeWrittenIsFoundFirst() throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "");
    assertThat(
            program.run("import", "-q", "none.pt", "-o", file.resolve("x.onnx")).with(6).sentence())
        .contains("cannot be written");
    assertThat(program.run("import", "-q", "none.pt", "-o", folder).with(6).sentence())
        .contains("is a folder");
  }

  /// The folder is gone when the conversion is done, as a full disk would be found out.
  @Test
  void aFailureToWriteIsNotTheCheckpointsFault() throws Exception {
    Path target = folder.resolve("out/model.onnx");
    assertThatExceptionOfType(OutputException.class)
        .isThrownBy(() ->
            Conversion.run(
                checkpoint("bird-head-tiny-random"),
                target,
                ModelSettings.NONE,
                line -> replaceByFile(target.getParent())))
        .withMessageContaining(target + " cannot be written");
  }

  private static void replaceByFile(Path folder) {
    try {
      Files.deleteIfExists(folder);
      Files.writeString(folder, "in the way");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void whatIsRefusedIsOneSentenceAndLeavesNothing() throws Exception {
    assertThat(
            program
                .run("import", "-q", checkpoint("hostile-pickle"), "-o", "x.onnx")
                .with(4)
                .sentence())
        .contains("posix.system");
    assertThat(program.run("import", "-q", "none.pt", "-o", "x.onnx").with(4).sentence())
        .contains("There is no file");
    assertThat(program.run("import", "-q", "none.pt").with(2).sentence()).contains("--output");
    assertThat(folder).isEmptyDirectory();
  }
}
