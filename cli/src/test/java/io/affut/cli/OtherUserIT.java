package io.affut.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// A user who may not read everything, nor write everywhere.
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "permissions are another matter there")
class OtherUserIT {
  @TempDir private static Path temporary;
  private static OtherUser user;
  private Path folder;
  private OddFiles files;

  @BeforeAll
  static void prepareTheUser() throws Exception {
    user = OtherUser.in(temporary.toRealPath());
  }

  @BeforeEach
  void openFolder(TestInfo test) throws Exception {
    folder = user.writable(test.getTestMethod().orElseThrow().getName());
    files = new OddFiles(folder.resolve("in"));
  }

  @AfterEach
  void openAgain() throws Exception {
    if (folder != null) {
      new ProcessBuilder("chmod", "-R", "u+rwx", folder.toString()).start().waitFor();
    }
  }

  @Test
  void whatMayNotBeReadIsAFailureAndTheRestIsDone() throws Exception {
    files.photo("good.jpg", "vehicle");
    OtherUser.closed(files.photo("secret.jpg", "vehicle"));
    OtherUser.closed(files.photo("private/x.jpg", "vehicle").getParent());
    Ended run = user.program(folder).run("run", "in", "-o", "results.json").with(1);
    Results results = Results.read(folder.resolve("results.json"));
    assertThat(results.files()).containsExactly("good.jpg", "secret.jpg");
    assertThat(results.first("good.jpg")).isEqualTo("vehicle");
    assertThat(results.failure("secret.jpg")).contains("permission denied");
    assertThat(run.errLines())
        .contains(folder.resolve("in/private") + " cannot be looked into: permission denied");
    assertThat(run.summary("failed")).isEqualTo(1);
    assertThat(run.summary("empty")).isZero();
  }

  @Test
  void resultsThatMayNotBeWrittenAreToldBeforeTheFirstPicture() throws Exception {
    files.photo("good.jpg", "vehicle");
    Path closed = OtherUser.readOnly(user.writable("archive"));
    Program program = user.program(folder);
    assertThat(program.run("run", "-q", "in", "-o", closed.resolve("x.json")).with(6).sentence())
        .contains(closed.resolve("x.json").toString(), "permission denied", "-o");
    assertThat(
            program.run("run", "-q", "in", "-o", closed.resolve("new/x.json")).with(6).sentence())
        .contains("permission denied");
    Path results = OtherUser.readOnly(Files.createFile(folder.resolve("results.json")));
    assertThat(program.run("run", "-q", "in", "-o", results, "--overwrite").with(6).sentence())
        .contains("results.json may not be written");
    assertThat(closed).isEmptyDirectory();
  }

  @Test
  void aFolderThatMayNotBeReadIsNoRun() throws Exception {
    OtherUser.closed(files.photo("private/x.jpg", "vehicle").getParent());
    assertThat(user.program(folder).run("run", "-q", "in").with(2).sentence())
        .contains("No picture found in in", "private cannot be looked into: permission denied");
  }
}
