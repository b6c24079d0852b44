package io.affut.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.affut.testing.Fixtures;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What makes a run impossible ends it with the exit code of its kind and one clear sentence,
/// before the first picture; a stack trace is shown only to those who ask.
class ExitCodesIT {
  @TempDir Path temporary;
  private Path folder;
  private Path photo;
  private Program program;

  @BeforeAll
  static void needsTheDefaultModel() {
    Program.installed();
  }

  @BeforeEach
  void openFolder() throws Exception {
    folder = temporary.toRealPath();
    photo = Fixtures.at("photos/blank.jpg");
    program = new Program(folder);
  }

  @Test
  void all() throws Exception {
    Ended run = program.run("run", photo, "-o", "results.json").with(0);
    assertThat(run.summary("empty")).isEqualTo(1);
    assertThat(Results.read(folder.resolve("results.json")).files()).containsExactly("blank.jpg");
  }

  @Test
  void wrongUsage() throws Exception {
    assertThat(program.run("run", "--frobnicate", photo).with(2).sentence()).contains("frobnicate");
    assertThat(program.run("run").with(2).sentence()).contains("PICTURE|FOLDER");
    assertThat(program.run("run", "nowhere").with(2).sentence()).contains("nowhere");
    Files.createDirectory(folder.resolve("bare"));
    assertThat(program.run("run", "bare").with(2).sentence()).contains("No picture found in bare");
  }

  @Test
  void helpAndVersion() throws Exception {
    assertThat(program.run("--version").with(0).out())
        .startsWith("affut ")
        .doesNotContain("unknown");
    assertThat(program.run("--help").with(0).out()).contains("Usage: affut", "doctor");
    assertThat(program.run("run", "--help").with(0).err()).isEmpty();
  }

  @Test
  void aFolderOfLibrariesThatDoesNotServe() throws Exception {
    Path bare = Files.createDirectory(folder.resolve("bare"));
    assertThat(run("--native-dir", bare).with(3).firstSentence())
        .contains("--native-dir " + bare, "OpenVINO", "there is no libopenvino_c");
    assertThat(run("--native-dir", "nowhere").with(3).firstSentence())
        .contains("there is no folder " + folder.resolve("nowhere"));
    Files.writeString(bare.resolve("libopenvino_c.so"), "no library");
    assertThat(run("--native-dir", bare).with(3).firstSentence()).contains("--native-dir " + bare);
  }

  @ParameterizedTest
  @CsvSource({"AFFUT_OPENVINO_HOME, OpenVINO", "AFFUT_TURBOJPEG_HOME, libjpeg-turbo"})
  void aVariableThatNamesNoLibrary(String variable, String library) throws Exception {
    Ended ended = new Program(folder).environment(variable, "/nowhere").run("run", "-q", photo);
    assertThat(ended.with(3).firstSentence())
        .contains(variable + " /nowhere", library, "there is no folder /nowhere");
    assertThat(ended.err()).as("how to get it").contains(" a folder that has it", variable);
  }

  @Test
  void aModelThatIsNowhere() throws Exception {
    assertThat(run("--detector", "deepfaune").with(4).sentence())
        .contains("There is no model deepfaune", "affut models list");
    assertThat(run("--detector", photo).with(4).sentence())
        .contains(photo.toString(), "manifest.toml");
    assertThat(run("--detector", Files.createDirectory(folder.resolve("bare"))).with(4).sentence())
        .contains("bare", "manifest.toml");
  }

  @Test
  void aModelThatIsDamaged() throws Exception {
    Path network = copyOfModel().resolve("model.onnx");
    byte[] bytes = Files.readAllBytes(network);
    bytes[bytes.length / 2] ^= 1;
    Files.write(network, bytes);
    assertThat(run("--detector", network.getParent()).with(4).sentence())
        .contains("centernet-mobilenetv3-512 is damaged", network.toString(), "SHA-256");
  }

  @Test
  void aModelThatIsIncomplete() throws Exception {
    Path model = copyOfModel();
    Files.delete(model.resolve("model.onnx"));
    assertThat(run("--detector", model).with(4).sentence()).contains("is incomplete");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          size = 512            | size = \"large\"      | size
          decode = \"reduced\"    | decode = \"half\"     | decode
          kind = \"centernet\"    | kind = \"oracle\"     | oracle
          file = \"model.onnx\"   | file = \"../x.onnx\"  | file
          [thresholds]          | [thresholds           | TOML
          tower_0/wh            | tower_0/height        | tower_0/height
          """,
      quoteCharacter = '`')
  void aModelWhoseManifestIsBroken(String right, String wrong, String named) throws Exception {
    Path model = copyOfModel();
    Path manifest = model.resolve("manifest.toml");
    String text = Files.readString(manifest);
    assertThat(text).contains(right);
    Files.writeString(manifest, text.replace(right, wrong));
    assertThat(inProcess("--detector", model).with(4).firstSentence()).contains(named);
  }

  @ParameterizedTest
  @ValueSource(strings = {"gpu", "npu"})
  void aDeviceThatIsNotThere(String device) throws Exception {
    Ended ended = inProcess("--device", device);
    Assumptions.assumeTrue(ended.status() != 0, "this machine has the device " + device);
    assertThat(ended.with(5).firstSentence()).contains(device, "--device");
    assertThat(ended.errLines()).as("with what is in the way").hasSizeGreaterThan(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"cuda:0", "cuda:1", "all"})
  void anNvidiaGpuWhichIsNeverReplacedByAnotherDevice(String device) throws Exception {
    assertThat(inProcess("--device", device).with(5).firstSentence())
        .isEqualTo(
            "affut: The device %s is not there. Choose auto, cpu, gpu or npu with --device."
                .formatted(device));
  }

  @Test
  void aDeviceThatIsNone() throws Exception {
    assertThat(run("--device", "toaster").with(2).sentence()).contains("toaster", "cpu");
  }

  @Test
  void resultsThatCannotBeWritten() throws Exception {
    Path there = Files.writeString(folder.resolve("there.json"), "precious");
    assertThat(run("-o", there).with(6).sentence()).contains("exists already", "--overwrite");
    assertThat(run("-o", folder).with(6).sentence()).contains("is a folder");
    assertThat(run("-o", there.resolve("x.json")).with(6).sentence())
        .contains(there.resolve("x.json").toString(), "is not a folder");
    assertThat(run("-o", there, "--detector", "nothing").with(6).sentence())
        .as("found before anything else is done")
        .contains("exists already");
    assertThat(there).hasContent("precious");
  }

  @Test
  void whatLiesBehindIsShownOnRequest() throws Exception {
    Ended ended = run("--detector", "deepfaune", "--verbose").with(4);
    assertThat(ended.firstSentence()).contains("There is no model deepfaune");
    assertThat(ended.err()).contains("\tat io.affut.");
  }

  private Object[] quietly(Object... options) {
    return Stream.concat(Stream.of("run", "-q", photo), Stream.of(options)).toArray();
  }

  /// Runs quietly over one photo; nothing is written.
  private Ended run(Object... options) throws Exception {
    return withoutResults(program.run(quietly(options)));
  }

  /// Likewise without another Java, for what differs in a word only.
  private Ended inProcess(Object... options) {
    return withoutResults(new InProcess(folder).run(quietly(options)));
  }

  private Ended withoutResults(Ended ended) {
    assertThat(ended.out()).isEmpty();
    assertThat(folder.resolve("affut-results.json")).doesNotExist();
    assertThat(folder.resolve("affut-results.affut.jsonl")).doesNotExist();
    return ended;
  }

  private Path copyOfModel() throws Exception {
    Path copy = Files.createDirectory(folder.resolve("model"));
    for (String file : new String[] {"manifest.toml", "model.onnx"}) {
      Files.copy(Program.installed().model().resolve(file), copy.resolve(file));
    }
    return copy;
  }
}
