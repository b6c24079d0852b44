package io.affut.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `affut doctor` and `affut setup` where everything is there.
class DoctorIT {
  @TempDir Path folder;
  private Installed installed;

  @BeforeEach
  void needsTheDefaultModel() {
    installed = Program.installed();
  }

  @Test
  void theDoctorShowsEverythingAndTriesIt() throws Exception {
    Ended doctor = new Program(folder).run("doctor").with(0);
    assertThat(doctor.err()).isEmpty();
    assertThat(doctor.out())
        .containsPattern("version +2[5-9]")
        .containsPattern("native access +granted")
        .containsPattern("found +.*libopenvino_c")
        .containsPattern("FFmpeg, for videos\n +version +\\d+\\.\\d+")
        .containsPattern("CPU +\\S+")
        .containsPattern("GPU +\\S+")
        .containsPattern("NPU +\\S+")
        .containsPattern(Installed.MODEL + " +right, SHA-256 [0-9a-f]{64}")
        .containsPattern("device +CPU \\(.*\\), f32")
        .containsPattern("works +loaded in \\d+ ms, the first picture took \\d+ ms");
  }

  @Test
  void aFolderThatDoesNotServeIsAnErrorNotAWayRound() throws Exception {
    Ended doctor = new Program(folder).run("doctor", "--native-dir", folder).with(3);
    assertThat(doctor.out())
        .containsPattern("error +--native-dir .* does not serve for OpenVINO")
        .doesNotContain("works");
  }

  @Test
  void aDamagedModelIsSeen() throws Exception {
    Path store = Files.createDirectories(folder.resolve("affut/models/" + Installed.MODEL));
    Files.copy(installed.model().resolve("manifest.toml"), store.resolve("manifest.toml"));
    Files.writeString(store.resolve("model.onnx"), "no network");
    Program program =
        new Program(folder)
            .environment("XDG_CACHE_HOME", folder.toRealPath())
            .environment("AFFUT_OPENVINO_HOME", installed.openVino());
    assertThat(program.run("doctor").with(4).out()).contains(Installed.MODEL, "is damaged");
    assertThat(program.run("models", "verify").with(4).out()).contains("is damaged");
  }

  @Test
  void setUpAgainFetchesNothing() throws Exception {
    Ended setup =
        new InProcess(folder).environment("PATH", LauncherWorld.tools()).run("setup").with(0);
    assertThat(setup.err()).isEmpty();
    assertThat(Installed.by(setup)).isEqualTo(installed);
  }

  /// The set-up is the one that the tests began with.
  @Test
  void setUpKeepsTheClassesOfARunAndTheNextRunUsesThemWithoutAWord() throws Exception {
    Ended version =
        new Program(folder)
            .environment("AFFUT_JAVA_OPTS", "-XX:AOTMode=on")
            .run("--version")
            .with(0);
    assertThat(version.out().strip()).startsWith("affut ");
    assertThat(version.err()).isEmpty();
  }
}
