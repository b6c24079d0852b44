package io.affut.testing.gpu;

import io.affut.testing.Required;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The system's C compiler.
final class Gcc {
  private Gcc() {}

  /// Compiles a source to a shared library; ends the test, by the rule of [Required] for `gcc`,
  /// where there is no compiler.
  static void compile(Path source, Path library, String... options)
      throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(gcc(), "-Wall", "-Wextra", "-Werror", "-shared", "-fPIC", "-pthread"));
    command.addAll(List.of("-o", library.toString(), source.toString()));
    command.addAll(List.of(options)); // libraries come after what needs them
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes());
    if (process.waitFor() != 0) {
      throw new AssertionError(output);
    }
  }

  /// Ends the test likewise where there is no C++ compiler.
  static void requireCpp() {
    found("g++");
  }

  private static String gcc() {
    return found("gcc");
  }

  private static String found(String name) {
    for (String folder : System.getenv("PATH").split(":")) {
      Path program = Path.of(folder, name);
      if (Files.isExecutable(program)) {
        return program.toString();
      }
    }
    Required.present("gcc", false, "no " + name + " on the PATH");
    throw new AssertionError();
  }
}
