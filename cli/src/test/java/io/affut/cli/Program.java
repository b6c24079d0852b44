package io.affut.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.affut.testing.Required;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Assumptions;

/// The program as its users start it: the launcher `affut` as a process of its own, from an
/// unpacked release of what this build made, so that a source that is edited meanwhile starts no
/// build.
///
/// Whatever it is asked, it never prints a warning of the Java runtime, and a stack trace only with
/// `--verbose`.
final class Program {
  private static final Duration LIMIT = Duration.ofMinutes(3);

  private final Path folder;
  private final Map<String, String> environment = new HashMap<>(System.getenv());
  private final List<String> before = new ArrayList<>();
  private Path launcher = Release.LAUNCHER;

  /// @param folder the working folder; what is captured lies in it, in hidden files
  Program(Path folder) {
    this.folder = folder;
    environment
        .keySet()
        .removeIf(name -> name.startsWith("AFFUT_") && !name.equals("AFFUT_JAVA_HOME"));
    environment.remove("JAVA_TOOL_OPTIONS");
    environment.remove("JDK_JAVA_OPTIONS");
  }

  /// The project's folder.
  static Path root() {
    return Path.of(System.getProperty("affut.root"));
  }

  /// What `affut setup` finds or fetches; where it cannot, the calling test is skipped or fails, as
  /// [Required] says.
  static Installed installed() {
    Assumptions.assumeFalse(
        System.getProperty("os.name").startsWith("Windows"), "affut is a script for POSIX shells");
    Ended setup = Setup.DONE;
    Required.present("openvino", setup.status() == 0, "affut setup failed: " + setup.err());
    return Installed.by(setup);
  }

  /// Unpacks a release into a folder that does not exist.
  ///
  /// @return the launcher in it
  static Path release(Path place) throws IOException {
    Files.createDirectories(place);
    FileTree.copy(root().resolve("cli/target/affut/lib"), place.resolve("lib"));
    return Files.copy(root().resolve("affut"), place.resolve("affut"));
  }

  private static final class Release {
    static final Path LAUNCHER = unpack();

    private static Path unpack() {
      try {
        Path place = root().resolve("cli/target/release");
        FileTree.delete(place);
        return release(place);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static final class Setup {
    static final Ended DONE = run();

    private static Ended run() {
      try {
        return new Program(Files.createDirectories(root().resolve("cli/target/setup")))
            .run("setup");
      } catch (Exception e) {
        throw new AssertionError(e);
      }
    }
  }

  /// Sets a variable of the environment.
  Program environment(String name, Object value) {
    environment.put(name, value.toString());
    return this;
  }

  /// Another copy of the program.
  Program launcher(Path other) {
    launcher = other;
    return this;
  }

  /// Puts a command before the launcher, such as `setpriv`.
  Program before(List<String> command) {
    before.addAll(command);
    return this;
  }

  /// Leaves nothing on the PATH but what the launcher itself needs: no pip, no npm, no apt-get.
  Program withoutPackageClients() throws IOException {
    return environment("PATH", LauncherWorld.tools());
  }

  /// Starts a command and waits until it ends.
  Ended run(Object... arguments) throws Exception {
    return start(arguments).end();
  }

  /// Runs a line of shell in which `$affut` is the launcher; for arguments that Java cannot pass.
  Ended shell(String script) throws Exception {
    environment.put("affut", launcher.toString());
    return start(List.of("sh", "-c", script), false).end();
  }

  /// Starts a command.
  Running start(Object... arguments) throws IOException {
    List<String> command = new ArrayList<>(before);
    command.add(launcher.toString());
    Arrays.stream(arguments).map(Object::toString).forEach(command::add);
    return start(command, command.contains("--verbose"));
  }

  private Running start(List<String> command, boolean verbose) throws IOException {
    Path out = Files.createTempFile(folder, ".out-", "");
    Path err = Files.createTempFile(folder, ".err-", "");
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.directory(folder.toFile());
    builder.redirectOutput(out.toFile()).redirectError(err.toFile());
    builder.environment().clear();
    builder.environment().putAll(environment);
    return new Running(builder.start(), out, err, verbose);
  }

  /// A command that may not have ended yet.
  record Running(Process process, Path out, Path err, boolean verbose) {

    /// What it has written to standard error so far.
    String errSoFar() throws IOException {
      return new String(Files.readAllBytes(err), StandardCharsets.UTF_8);
    }

    /// Waits until something has come true while the command goes on.
    void until(String what, BooleanSupplier comesTrue) throws Exception {
      long deadline = System.nanoTime() + LIMIT.toNanos();
      while (!comesTrue.getAsBoolean()) {
        assertThat(process.isAlive()).as("goes on until %s; %s", what, errSoFar()).isTrue();
        assertThat(System.nanoTime()).as("waiting until " + what).isLessThan(deadline);
        Thread.sleep(20);
      }
    }

    /// Sends it a signal, such as `INT`.
    void signal(String name) throws Exception {
      Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start();
      assertThat(kill.waitFor()).as("kill -" + name).isZero();
    }

    Ended end() throws Exception {
      if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError("it does not end; so far it said: " + errSoFar());
      }
      Ended ended = new Ended(process.exitValue(), Files.readString(out), errSoFar());
      assertThat(ended.err()).doesNotContain("WARNING:", "OpenJDK", "Picked up");
      if (!verbose) {
        assertThat(ended.err()).doesNotContain("\tat ", "Exception");
      }
      return ended;
    }
  }
}
