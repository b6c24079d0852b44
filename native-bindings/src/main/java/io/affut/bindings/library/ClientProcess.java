package io.affut.bindings.library;

import java.io.File;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/// Runs a program of the user's (pip, npm, apt) to its end, with nothing to read from.
///
/// Its environment is exactly the given one, so the user's settings (`PIP_*`, `npm_config_*`,
/// proxies) hold. It is killed, with its children, when it takes longer than the limit.
final class ClientProcess {
  private static final int LAST_LINES = 3;
  private static final int LONGEST = 320;

  private final Map<String, String> environment;
  private final boolean windows;
  private final Duration limit;

  ClientProcess(Map<String, String> environment, Duration limit) {
    this.environment = environment;
    this.windows = Platform.current().isWindows();
    this.limit = limit;
  }

  /// What a program left behind.
  ///
  /// @param status its exit status
  /// @param output standard output and standard error together
  record Outcome(int status, String output) {
    boolean succeeded() {
      return status == 0;
    }

    /// The last lines of the output, for a message.
    String lastWords() {
      List<String> lines =
          output.lines().map(String::strip).filter(s -> !s.isEmpty()).distinct().toList();
      return lines.isEmpty()
          ? "(no output, exit status " + status + ")"
          : lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()).stream()
              .map(line -> line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "…")
              .collect(Collectors.joining("\n"));
    }
  }

  /// The program of that name on the `PATH` of the environment, which is not always Java's own.
  Optional<Path> find(String program) {
    String path = "";
    for (Map.Entry<String, String> variable : environment.entrySet()) {
      if (windows ? variable.getKey().equalsIgnoreCase("PATH") : variable.getKey().equals("PATH")) {
        path = variable.getValue();
      }
    }
    List<String> names =
        windows ? List.of(program + ".exe", program + ".cmd", program + ".bat") : List.of(program);
    for (String folder : path.split(File.pathSeparator)) {
      for (String name : names) {
        try {
          Path file = Path.of(folder).resolve(name);
          if (!folder.isEmpty() && Files.isRegularFile(file) && Files.isExecutable(file)) {
            return Optional.of(file.toAbsolutePath());
          }
        } catch (InvalidPathException e) {
          continue; // a PATH may hold anything
        }
      }
    }
    return Optional.empty();
  }

  /// Runs a program in a folder and waits for its end.
  ///
  /// @throws IOException when it cannot be started, takes too long, or this thread is interrupted
  Outcome run(List<String> command, Path folder) throws IOException {
    Path log = Files.createTempFile(folder, ".client", ".log");
    try {
      var builder = new ProcessBuilder(new ArrayList<>(command));
      builder.environment().clear();
      builder.environment().putAll(environment);
      builder.directory(folder.toFile()).redirectErrorStream(true).redirectOutput(log.toFile());
      Process process = builder.start();
      try {
        process.getOutputStream().close();
        if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
          throw new IOException(
              command.getFirst() + " did not end within " + limit.toSeconds() + " s");
        }
        return new Outcome(
            process.exitValue(), new String(Files.readAllBytes(log), StandardCharsets.UTF_8));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw (IOException) new InterruptedIOException("interrupted").initCause(e);
      } finally {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
      }
    } finally {
      Files.deleteIfExists(log);
    }
  }
}
