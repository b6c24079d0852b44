package io.affut.bindings.library;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// Pinned packages by way of the user's own package clients: pip and npm know their registries and
/// the user's settings for them (mirrors, proxies, certificates), so no address is written here.
///
/// A file lands in the folder `downloads` of the cache, is checked against its SHA-256, and is
/// taken from there the next time, also without a network. One process at a time fetches a file;
/// the others wait for it. Safe for any thread.
public final class PackageClients {
  /// A large wheel over a slow line takes long; a client that hangs has to end some time.
  private static final Duration LIMIT = Duration.ofMinutes(45);

  private final Path cache;
  private final Path downloads;
  private final ClientProcess processes;
  private final Consumer<String> progress;

  /// @param cache Affût's cache folder; made when it is first needed
  /// @param environment the environment variables of the clients; they are found on its `PATH`
  /// @param progress is told, in one line each, what is fetched
  public PackageClients(Path cache, Map<String, String> environment, Consumer<String> progress) {
    this(cache, environment, progress, LIMIT);
  }

  PackageClients(
      Path cache, Map<String, String> environment, Consumer<String> progress, Duration limit) {
    this.cache = cache.toAbsolutePath();
    this.downloads = this.cache.resolve("downloads");
    this.processes = new ClientProcess(environment, limit);
    this.progress = progress;
  }

  /// A wheel, fetched with pip; the same file whatever Python is there.
  ///
  /// @return the file in the cache; it stays there until [#discard(PinnedPackage)]
  /// @throws PackageClientException when it cannot be had
  public Path wheel(PinnedPackage wanted) {
    return wheel(wanted, "");
  }

  /// A wheel, fetched with pip.
  ///
  /// @param byHand a sentence for the message of a failure: how the user can do without the
  ///   package, such as "Or name a folder that has it: --native-dir FOLDER."; may be empty
  /// @return the file in the cache; it stays there until [#discard(PinnedPackage)]
  /// @throws PackageClientException when it cannot be had
  public Path wheel(PinnedPackage wanted, String byHand) {
    return wheel(wanted, byHand, 0);
  }

  /// The same, of a size that is worth a word.
  Path wheel(PinnedPackage wanted, String byHand, long bytes) {
    return fetched(wanted, byHand, "pip", folder -> runPip(wanted, bytes, folder));
  }

  /// A package's tar file, fetched with npm; nothing of it is run or installed.
  ///
  /// @return the `.tgz` file in the cache; it stays there until [#discard(PinnedPackage)]
  /// @throws PackageClientException when it cannot be had
  public Path npmTarball(PinnedPackage wanted) {
    return npmTarball(wanted, "");
  }

  /// A package's tar file, fetched with npm; nothing of it is run or installed.
  ///
  /// @param byHand a sentence for the message of a failure: how the user can do without the
  ///   package, such as "Or give a model of your own: --detector FILE."; may be empty
  /// @return the `.tgz` file in the cache; it stays there until [#discard(PinnedPackage)]
  /// @throws PackageClientException when it cannot be had
  public Path npmTarball(PinnedPackage wanted, String byHand) {
    return fetched(wanted, byHand, "npm", folder -> runNpm(wanted, folder));
  }

  /// Whether the file is in the cache, so that no client is needed; its sum is not looked at here.
  public boolean isCached(PinnedPackage wanted) {
    return Files.isRegularFile(downloads.resolve(wanted.fileName()));
  }

  /// Deletes the file from the cache, when what was wanted of it has been unpacked.
  public void discard(PinnedPackage wanted) {
    try {
      Files.deleteIfExists(downloads.resolve(wanted.fileName()));
    } catch (IOException e) {
      progress.accept("Could not delete " + downloads.resolve(wanted.fileName()) + ": " + e);
    }
  }

  /// Runs a client that writes the file into the folder.
  @FunctionalInterface
  private interface Client {
    void run(Path folder) throws IOException, Failure;
  }

  /// Why a client did not give the file.
  private static final class Failure extends Exception {
    private static final long serialVersionUID = 1L;

    Failure(String message) {
      super(message);
    }
  }

  private Path fetched(PinnedPackage wanted, String byHand, String clientName, Client client) {
    Path file = downloads.resolve(wanted.fileName());
    try {
      Files.createDirectories(downloads);
      try (var _ = CacheLock.acquire(cache, wanted.fileName(), progress)) {
        if (Files.isRegularFile(file)) {
          if (Sha256.of(file).equals(wanted.sha256())) {
            return file;
          }
          progress.accept(file + " is not the pinned file; it is fetched again.");
        }
        String temporaryName = "." + wanted.fileName() + ".";
        for (Path leftOver : Folders.list(downloads)) {
          if (leftOver.getFileName().toString().startsWith(temporaryName)) {
            Folders.delete(leftOver); // of a process that was ended while it fetched
          }
        }
        Path temporary = Folders.createTemporary(downloads, temporaryName);
        try {
          client.run(temporary);
          Path given = checked(wanted, clientName, temporary);
          Files.move(given, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
          Folders.delete(temporary);
        }
        return file;
      }
    } catch (Failure e) {
      throw new PackageClientException(message(wanted, e.getMessage(), byHand), e);
    } catch (IOException e) {
      String what = "Fetching " + wanted.fileName() + " into " + downloads + " failed: " + e + ".";
      throw new PackageClientException(message(wanted, what, byHand), e);
    }
  }

  private String message(PinnedPackage wanted, String what, String byHand) {
    String put =
        "By hand: put the file "
            + wanted.fileName()
            + " (of "
            + title(wanted)
            + ", SHA-256 "
            + wanted.sha256()
            + ") into "
            + downloads
            + ".";
    return what + "\n" + put + (byHand.isEmpty() ? "" : "\n" + byHand);
  }

  private static Path checked(PinnedPackage wanted, String client, Path folder)
      throws IOException, Failure {
    Path given = folder.resolve(wanted.fileName());
    if (!Files.isRegularFile(given)) {
      List<Path> others = Folders.list(folder).stream().map(Path::getFileName).toList();
      throw new Failure(
          client
              + " did not give "
              + wanted.fileName()
              + (others.isEmpty() ? "." : " but " + others + "."));
    }
    String sum = Sha256.of(given);
    if (!sum.equals(wanted.sha256())) {
      throw new Failure(
          client
              + " gave a "
              + wanted.fileName()
              + " with the SHA-256 "
              + sum
              + " instead of "
              + wanted.sha256()
              + "; it is not used.");
    }
    return given;
  }

  private void runPip(PinnedPackage wanted, long bytes, Path folder) throws IOException, Failure {
    List<String> command = new ArrayList<>(pip(wanted, folder));
    command.addAll(
        List.of(
            "download",
            "--no-deps",
            "--only-binary=:all:",
            "--implementation",
            "cp",
            "--python-version",
            "3.11"));
    for (String platform : wanted.pipPlatforms()) {
      command.addAll(List.of("--platform", platform));
    }
    command.addAll(
        List.of(
            "--disable-pip-version-check",
            "--no-input",
            "--progress-bar",
            "off",
            "--dest",
            folder.toString(),
            wanted.name() + "==" + wanted.version()));
    run("pip", wanted, bytes, command, folder);
  }

  /// The first pip that runs on a Python 3, as the start of a command.
  private List<String> pip(PinnedPackage wanted, Path folder) throws IOException, Failure {
    List<List<String>> ways =
        Platform.current().isWindows()
            ? List.of(
                List.of("py", "-3", "-m", "pip"),
                List.of("python", "-m", "pip"),
                List.of("python3", "-m", "pip"),
                List.of("pip"))
            : List.of(
                List.of("python3", "-m", "pip"),
                List.of("python", "-m", "pip"),
                List.of("pip3"),
                List.of("pip"));
    boolean python = false;
    for (List<String> way : ways) {
      Optional<Path> program = processes.find(way.getFirst());
      if (program.isEmpty()) {
        continue;
      }
      python |= way.size() > 1;
      List<String> command = new ArrayList<>(way);
      command.set(0, program.get().toString());
      List<String> version = new ArrayList<>(command);
      version.add("--version");
      ClientProcess.Outcome outcome = processes.run(version, folder);
      if (outcome.succeeded() && outcome.output().contains("(python 3")) {
        return command;
      }
    }
    throw new Failure(
        (python
                ? "The Python on the PATH has no pip"
                : "There is neither a Python 3 with pip nor a pip on the PATH")
            + ", and "
            + title(wanted)
            + " is fetched with it: install pip (on Debian and Ubuntu: apt install python3-pip).");
  }

  private void runNpm(PinnedPackage wanted, Path folder) throws IOException, Failure {
    Optional<Path> npm = processes.find("npm");
    if (npm.isEmpty()) {
      throw new Failure(
          "There is no npm on the PATH, and "
              + title(wanted)
              + " is fetched with it: install npm (on Debian and Ubuntu: apt install npm).");
    }
    run(
        "npm",
        wanted,
        0,
        List.of(
            npm.get().toString(),
            "pack",
            "--ignore-scripts",
            wanted.name() + "@" + wanted.version()),
        folder);
  }

  private void run(
      String client, PinnedPackage wanted, long bytes, List<String> command, Path folder)
      throws IOException, Failure {
    String size = bytes == 0 ? "" : " (" + Math.round(bytes / 1e6) + " MB)";
    progress.accept("Fetching " + title(wanted) + size + " with " + client + ", once …");
    ClientProcess.Outcome outcome = processes.run(command, folder);
    if (!outcome.succeeded()) {
      throw new Failure(
          client
              + " could not fetch "
              + title(wanted)
              + "; is there a network? Its last words:\n"
              + outcome.lastWords().indent(2).stripTrailing());
    }
  }

  private static String title(PinnedPackage wanted) {
    return wanted.name() + " " + wanted.version();
  }
}
