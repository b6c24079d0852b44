package io.affut.bindings.library;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assertj.core.api.AbstractStringAssert;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PackageClientsTest {
  @TempDir Path home;
  private TestMachine machine;
  private Path file;
  private PinnedPackage wanted;

  @BeforeEach
  void prepare() {
    machine = new TestMachine(home);
    file = home.resolve("registry/thing-1.2.3-cp311-cp311-manylinux_2_28_x86_64.whl");
    TestMachine.write(file, "the content of the wheel");
    wanted = TestMachine.pinned(file);
  }

  @Test
  void aWheelComesWithPipAndIsTheSameFileForEveryPython() {
    machine.pipThatGives(file);

    Path wheel = machine.clients().wheel(wanted);

    assertThat(wheel)
        .hasContent("the content of the wheel")
        .hasFileName(wanted.fileName())
        .startsWith(machine.cache.resolve("downloads"));
    assertThat(machine.downloads()).hasSize(1);
    assertThat(machine.downloads().getFirst())
        .startsWith("python3 -m pip download --no-deps --only-binary=:all: --implementation cp")
        .contains("--python-version 3.11 --platform manylinux_2_28_x86_64")
        .endsWith("thing==1.2.3")
        .doesNotContain(" -i ")
        .doesNotContain("index");
    assertThat(machine.progress).singleElement().asString().contains("thing 1.2.3", "pip");
  }

  @Test
  void theUsersSettingsReachTheClient() {
    machine.environment.put("PIP_INDEX_URL", "the user's own mirror");
    machine.program(
        "python3",
        TestMachine.pipScript(
            "echo \"index $PIP_INDEX_URL\" >> \"$LOG\"; /bin/cp '" + file + "' \"$dest\""));

    machine.clients().wheel(wanted);

    assertThat(machine.log()).contains("index the user's own mirror");
  }

  @Test
  void theClientHasNothingToReadFrom() {
    machine.program(
        "python3", TestMachine.pipScript("read answer; /bin/cp '" + file + "' \"$dest\""));

    assertThat(machine.clients().wheel(wanted)).exists();
  }

  @Test
  void aFileThatIsThereIsTakenWithoutAnyClient() throws IOException {
    machine.pipThatGives(file);
    Path first = machine.clients().wheel(wanted);
    Files.delete(machine.programs.resolve("python3"));

    assertThat(machine.clients().isCached(wanted)).isTrue();
    assertThat(machine.clients().wheel(wanted)).isEqualTo(first);
    assertThat(machine.downloads()).hasSize(1);
  }

  @Test
  void aFileThatTheUserPutThereServes() throws IOException {
    Path downloads = Files.createDirectories(machine.cache.resolve("downloads"));
    Files.copy(file, downloads.resolve(wanted.fileName()));

    assertThat(machine.clients().wheel(wanted)).exists();
    assertThat(machine.log()).isEmpty();
  }

  @Test
  void aFileThatWasDamagedInTheCacheIsFetchedAgain() throws IOException {
    machine.pipThatGives(file);
    Path first = machine.clients().wheel(wanted);
    Files.writeString(first, "damaged");

    assertThat(machine.clients().wheel(wanted)).hasContent("the content of the wheel");
    assertThat(machine.downloads()).hasSize(2);
  }

  @Test
  void aFileCanBeDiscarded() {
    machine.pipThatGives(file);
    Path wheel = machine.clients().wheel(wanted);

    machine.clients().discard(wanted);
    machine.clients().discard(wanted);

    assertThat(wheel).doesNotExist();
    assertThat(machine.clients().isCached(wanted)).isFalse();
  }

  @Test
  void anotherFileThanThePinnedOneIsRefused() {
    Path other = home.resolve("elsewhere/" + wanted.fileName());
    TestMachine.write(other, "something else");
    machine.pipThatGives(other);

    failure().contains("SHA-256", wanted.sha256(), "not used", "By hand");
    assertThat(machine.cache.resolve("downloads")).isEmptyDirectory();
  }

  @Test
  void aFileOfAnotherNameIsRefused() {
    Path other = home.resolve("elsewhere/thing-9.whl");
    TestMachine.write(other, "the content of the wheel");
    machine.pipThatGives(other);

    failure().contains("pip did not give " + wanted.fileName() + " but [thing-9.whl]");
  }

  @Test
  void withoutPythonAndPipTheMessageSaysSoAndWhatToDo() {
    failure()
        .contains("neither a Python 3 with pip nor a pip", "thing 1.2.3", "install pip")
        .contains("By hand: put the file " + wanted.fileName(), wanted.sha256())
        .contains(machine.cache.resolve("downloads").toString())
        .endsWith("Or use --something FILE.");
  }

  @Test
  void aPythonWithoutPipIsNamed() {
    machine.program("python3", "echo 'No module named pip'; exit 1");

    failure().contains("The Python on the PATH has no pip");
  }

  @Test
  void aPipOfItsOwnServesWhereThePythonHasNone() {
    machine.program("python3", "echo 'No module named pip'; exit 1");
    machine.program("pip", TestMachine.pipScript("/bin/cp '" + file + "' \"$dest\""));

    assertThat(machine.clients().wheel(wanted)).exists();
    assertThat(machine.downloads().getFirst()).startsWith("pip download");
  }

  @Test
  void aPipOfPython2IsPassedOver() {
    machine.program("pip", "echo 'pip 20.3 from somewhere (python 2.7)'");

    failure().contains("neither a Python 3 with pip");
    assertThat(machine.downloads()).isEmpty();
  }

  @Test
  void withoutANetworkThePipsLastWordsAreShown() {
    machine.program(
        "python3",
        TestMachine.pipScript("echo 'noise'; echo 'ERROR: No matching distribution' >&2; exit 1"));

    failure().contains("is there a network?", "ERROR: No matching distribution", "By hand");
  }

  @Test
  void aClientThatHangsIsKilledWithItsChildren() throws Exception {
    machine.program("npm", "/bin/sleep 600 & echo \"child $!\" >> \"$LOG\"; wait");
    OptionalLong child = OptionalLong.empty();
    // On a slow machine it is killed before it has a child.
    for (long limit = 250; child.isEmpty(); limit *= 2) {
      var clients =
          new PackageClients(
              machine.cache, machine.environment, machine.progress::add, Duration.ofMillis(limit));
      assertThatExceptionOfType(PackageClientException.class)
          .isThrownBy(() -> clients.npmTarball(wanted))
          .withMessageContaining("did not end within");
      child =
          machine.log().stream()
              .filter(line -> line.startsWith("child "))
              .mapToLong(line -> Long.parseLong(line.substring("child ".length())))
              .findFirst();
    }
    for (int i = 0; i < 1000 && isRunning(child.getAsLong()); i++) {
      Thread.sleep(20);
    }
    assertThat(isRunning(child.getAsLong())).as("the client's child").isFalse();
  }

  @Test
  void anInterruptedThreadStopsTheClient() throws InterruptedException {
    machine.program("npm", "exec /bin/sleep 60");
    var thrown = new Throwable[1];
    Thread thread =
        Thread.ofPlatform()
            .start(() -> {
              try {
                machine.clients().npmTarball(wanted);
              } catch (PackageClientException e) {
                thrown[0] = e;
              }
            });
    while (machine.log().isEmpty()) {
      Thread.sleep(10);
    }
    thread.interrupt();
    thread.join(50_000);

    assertThat(thread.isAlive()).isFalse();
    assertThat(thrown[0]).hasMessageContaining("interrupted");
  }

  @Test
  void aTarFileComesWithNpmAndNothingOfItIsRun() {
    machine.program("npm", "/bin/cp '" + file + "' .");

    Path tarball = machine.clients().npmTarball(wanted);

    assertThat(tarball).hasContent("the content of the wheel");
    assertThat(machine.log()).containsExactly("npm pack --ignore-scripts thing@1.2.3");
  }

  @Test
  void withoutNpmTheMessageSaysSoAndWhatToDo() {
    assertThatExceptionOfType(PackageClientException.class)
        .isThrownBy(() -> machine.clients().npmTarball(wanted, "Or give a model: --detector FILE."))
        .withMessageContainingAll(
            "no npm on the PATH", "install npm", "By hand", "--detector FILE");
  }

  @Test
  void whatAnEndedProcessLeftBehindIsSweptAway() throws IOException {
    Path leftOver =
        Files.createDirectories(
            machine.cache.resolve("downloads/." + wanted.fileName() + ".left-over"));
    Files.writeString(leftOver.resolve("half"), "half");
    machine.pipThatGives(file);

    machine.clients().wheel(wanted);

    assertThat(Folders.list(machine.cache.resolve("downloads")))
        .extracting(path -> path.getFileName().toString())
        .containsExactly(wanted.fileName());
  }

  @Test
  void threadsThatWantTheSameFileFetchItOnce() throws Exception {
    machine.program(
        "python3", TestMachine.pipScript("/bin/sleep 0.5; /bin/cp '" + file + "' \"$dest\""));
    Callable<Path> fetch = () -> machine.clients().wheel(wanted);

    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      for (Future<Path> wheel : threads.invokeAll(List.of(fetch, fetch, fetch, fetch))) {
        assertThat(wheel.get()).hasContent("the content of the wheel");
      }
    }
    assertThat(machine.downloads()).hasSize(1);
  }

  @Test
  void aCacheThatCannotBeWrittenIsNamed() {
    TestMachine.write(machine.cache, "a file where the folder should be");
    machine.pipThatGives(file);

    failure().contains("Fetching", machine.cache.toString(), "failed");
  }

  @Test
  void aSumThatIsNoSumIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new PinnedPackage("a", "1", "a.whl", "unknown", List.of()));
  }

  private AbstractStringAssert<?> failure() {
    try {
      machine.clients().wheel(wanted, "Or use --something FILE.");
    } catch (PackageClientException e) {
      return assertThat(e.getMessage());
    }
    throw new AssertionError("the wheel was given");
  }

  /// One that has ended is there until its parent has asked for its status, which the system's
  /// first process does when it likes.
  private static boolean isRunning(long process) throws IOException {
    Path stat = Path.of("/proc", Long.toString(process), "stat");
    try {
      if (Files.exists(stat) && Files.readString(stat).contains(") Z ")) {
        return false;
      }
    } catch (NoSuchFileException e) {
      return false; // it ended between the two
    }
    return ProcessHandle.of(process).filter(ProcessHandle::isAlive).isPresent();
  }
}
