package io.affut.cli;

import io.affut.testing.Required;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Commands of the program in this process, with surroundings of the test's own. Where it needs
/// libraries and a model, they come from the user's own cache.
final class InProcess {
  private final Path folder;
  private final Map<String, String> environment = new HashMap<>(System.getenv());

  private Questions questions = question -> Optional.empty();

  /// @param folder the working folder
  InProcess(Path folder) {
    this.folder = folder;
    environment.keySet().removeIf(name -> name.startsWith("AFFUT_"));
  }

  /// Sets a variable of the environment.
  InProcess environment(String name, Object value) {
    environment.put(name, value.toString());
    return this;
  }

  /// Answers questions as somebody at a terminal would.
  InProcess answering(Questions other) {
    questions = other;
    return this;
  }

  /// Runs a command.
  Ended run(Object... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Surroundings surroundings =
        new Surroundings(environment, print(out), print(err), folder, questions);
    int status =
        Affut.execute(
            surroundings, Arrays.stream(arguments).map(Object::toString).toArray(String[]::new));
    return new Ended(
        status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  /// What `affut setup` finds or fetches; where it cannot, the calling test is skipped or fails, as
  /// [Required] says.
  static Installed installed() {
    Ended setup = Setup.DONE;
    Required.present("openvino", setup.status() == 0, "affut setup failed: " + setup.err());
    return Installed.by(setup);
  }

  private static final class Setup {
    static final Ended DONE = new InProcess(Path.of("")).run("setup");
  }

  private static PrintStream print(ByteArrayOutputStream stream) {
    return new PrintStream(stream, true, StandardCharsets.UTF_8);
  }
}
