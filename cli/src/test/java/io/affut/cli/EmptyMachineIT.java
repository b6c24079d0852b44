package io.affut.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.affut.testing.Fixtures;
import io.affut.testing.Required;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// A machine with Java and nothing else, no pip, no npm, nothing fetched before: what is missing is
/// said, and how to give it by hand; and giving it by hand works.
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "its PATH is made of links")
class EmptyMachineIT {
  @TempDir Path temporary;
  private Path folder;
  private Path photo;
  private Installed elsewhere;
  private Program program;

  @BeforeEach
  void emptyMachine() throws Exception {
    elsewhere = Program.installed();
    folder = temporary.toRealPath();
    photo = Fixtures.at("photos/vehicle.jpg");
    program =
        new Program(folder)
            .environment("XDG_CACHE_HOME", folder.resolve("cache"))
            .withoutPackageClients();
  }

  @Test
  void theDoctorSaysWhatIsMissing() throws Exception {
    Ended doctor = program.run("doctor").with(3);
    assertThat(doctor.out())
        .containsPattern("native access +granted")
        .containsPattern("cache +" + folder.resolve("cache/affut"))
        .containsPattern("not found +--native-dir: not given")
        .containsPattern("not found +cache .*: nothing is there yet")
        .containsPattern("what to do +Name a folder that has it, with --native-dir FOLDER")
        .containsPattern("none +affut setup installs the default");
    assertThat(folder.resolve("cache")).as("a look changes nothing").doesNotExist();
  }

  @Test
  void setUpSaysWhatIsMissing() throws Exception {
    Ended setup = program.run("setup").with(3);
    assertThat(setup.firstSentence()).isEqualTo("affut: OpenVINO was not found.");
    assertThat(setup.err())
        .contains("neither a Python 3 with pip nor a pip on the PATH", "By hand: put the file")
        .contains("--native-dir FOLDER", "AFFUT_OPENVINO_HOME")
        .doesNotContain("\\n");
  }

  @Test
  void theDemoSaysWhatIsMissing() throws Exception {
    assertThat(program.run("demo").with(1).err())
        .contains("neither a Python 3 with pip nor a pip", "By hand: put the file", ".whl");
  }

  @Test
  void aRunSaysWhatIsMissingUntilItIsGivenByHand() throws Exception {
    assertThat(program.run("run", photo).with(4).err())
        .contains("The default model cannot be fetched", "There is no npm on the PATH")
        .contains("--detector vladmandic-human-3.3.6.tgz");
    assertThat(program.run("run", photo, "--detector", tarball()).with(3).err())
        .contains("OpenVINO was not found.", "--native-dir FOLDER");

    Object[] libraries = {"--native-dir", elsewhere.openVino()};
    Ended byHand =
        program
            .run("run", photo, "-o", "1.json", "--detector", tarball(), libraries[0], libraries[1])
            .with(0);
    assertThat(Results.read(folder.resolve("1.json")).first("vehicle.jpg")).isEqualTo("vehicle");
    if (byHand.out().contains("ImageIO")) {
      assertThat(byHand.err()).contains("JPEGs are read more slowly", "apt install libturbojpeg");
      assertThat(Results.read(folder.resolve("1.json")).run("decode")).isEqualTo("full");
    }
    program.run("run", photo, "-o", "2.json", libraries[0], libraries[1]).with(0);
    assertThat(Results.read(folder.resolve("2.json")).first("vehicle.jpg"))
        .as("what was given once is installed")
        .isEqualTo("vehicle");
    Ended doctor = program.run("doctor", libraries[0], libraries[1]).with(0);
    assertThat(doctor.out()).containsPattern("works +loaded in \\d+ ms");
  }

  @Test
  void theGraphServesAsWellAsItsPackage() throws Exception {
    Process tar =
        new ProcessBuilder(
                "tar",
                "-xzf",
                tarball().toString(),
                "package/models/centernet.json",
                "package/models/centernet.bin")
            .directory(folder.toFile())
            .inheritIO()
            .start();
    assertThat(tar.waitFor()).isZero();
    program
        .environment("AFFUT_OPENVINO_HOME", elsewhere.openVino())
        .run("run", photo, "--detector", "package/models/centernet.json")
        .with(0);
    assertThat(Results.read(folder.resolve("affut-results.json")).first("vehicle.jpg"))
        .isEqualTo("vehicle");
  }

  @Test
  void anotherFileIsNotTakenForTheModel() throws Exception {
    Files.writeString(folder.resolve("other.tgz"), "no package");
    assertThat(program.run("run", photo, "--detector", "other.tgz", "-q").with(4).sentence())
        .contains("other.tgz is not the npm package @vladmandic/human 3.3.6, or is damaged");
    Files.writeString(folder.resolve("centernet.json"), "{}");
    assertThat(program.run("run", photo, "--detector", "centernet.json", "-q").with(4).sentence())
        .contains("centernet.json is not the file of the default model", "SHA-256");
  }

  private Path tarball() {
    Path tarball = elsewhere.tarball();
    Required.present(
        "openvino", Files.exists(tarball), "the npm package is no longer in the cache");
    return tarball;
  }
}
