package io.affut.bindings.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import io.affut.testing.Required;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The system's C compiler.
final class Compiler {
  private Compiler() {}

  /// Compiles a source; ends the test, by the rule of [Required] for `gcc`, where there is none.
  static void compile(Path source, String... options) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(gcc(), "-Wall", "-Wextra", "-Werror"));
    command.addAll(List.of(options));
    command.add(source.toString());
    output(command);
  }

  /// What a program prints, which has to succeed.
  static String output(List<String> command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes());
    assertThat(process.waitFor()).as(output).isZero();
    return output;
  }

  /// A source beside this class, copied into a folder.
  static Path source(String name, Path folder) {
    Path source = folder.resolve(name);
    try (InputStream in = Compiler.class.getResourceAsStream(name)) {
      Files.copy(in, source);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return source;
  }

  private static String gcc() {
    for (String folder : System.getenv("PATH").split(":")) {
      Path gcc = Path.of(folder, "gcc");
      if (Files.isExecutable(gcc)) {
        return gcc.toString();
      }
    }
    Required.present("gcc", false, "no gcc on the PATH");
    throw new AssertionError();
  }
}
