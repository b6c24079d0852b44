package io.affut.bindings.library;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// libturbojpeg out of the distribution's package, unpacked into the cache without root; for
/// Debian, Ubuntu and their kin. The distribution vouches for it by its signatures, so no sum is
/// pinned; its version is written down beside it.
final class DebianPackage {
  /// What Debian and Ubuntu call it.
  private static final List<String> NAMES = List.of("libturbojpeg0", "libturbojpeg");

  /// No user but ours may read the cache; and a machine without a network should know soon.
  private static final List<String> OPTIONS =
      List.of(
          "APT::Sandbox::User=root",
          "Acquire::Retries=0",
          "Acquire::http::Timeout=20",
          "Acquire::https::Timeout=20");

  private static final Duration LIMIT = Duration.ofMinutes(10);
  private static final String VERSION_FILE = "package.txt";

  private final LibraryFiles files;
  private final SearchSettings settings;
  private final CachedFolder folder;
  private final ClientProcess processes;

  DebianPackage(LibraryFiles files, SearchSettings settings) {
    this.files = files;
    this.settings = settings;
    this.folder =
        new CachedFolder(
            settings.cache().toAbsolutePath(), "native/libturbojpeg-" + files.platform());
    this.processes = new ClientProcess(settings.environment(), LIMIT);
  }

  /// What was unpacked before.
  Place cached() {
    return new Place() {
      @Override
      public String name() {
        return "cache " + settings.cache();
      }

      @Override
      public Look look() {
        return folder
            .fault()
            .<Look>map(fault -> new Look.Miss(folder.path() + ": " + fault))
            .orElseGet(DebianPackage.this::inside);
      }
    };
  }

  /// Fetches the package.
  Place fetched() {
    return new Place() {
      @Override
      public String name() {
        return "distribution's package";
      }

      @Override
      public Look look() {
        Optional<Path> apt = processes.find("apt-get");
        Optional<Path> dpkg = processes.find("dpkg-deb");
        if (apt.isEmpty() || dpkg.isEmpty()) {
          return new Look.Miss("there are no apt-get and dpkg-deb on the PATH to take it with");
        }
        if (!settings.mayFetch()) {
          return new Look.Miss("nothing is fetched now (affut setup does)");
        }
        try {
          folder.filled(settings.progress(), empty -> fetch(apt.get(), dpkg.get(), empty));
          return inside();
        } catch (IOException e) {
          return new Look.Miss(e.getMessage());
        }
      }
    };
  }

  private Look inside() {
    List<Path> candidates = files.in(NativeLibrary.TURBOJPEG, folder.path());
    Look look = files.firstThatServes(NativeLibrary.TURBOJPEG, candidates, "in it");
    if (!(look instanceof Look.Hit(Path file, _, String reason))) {
      return look;
    }
    try {
      String words = Files.readString(folder.path().resolve(VERSION_FILE)).strip();
      return new Look.Hit(file, upstream(words), reason + " of " + words);
    } catch (IOException e) {
      return look;
    }
  }

  /// `2.1.5` of `libturbojpeg0 1:2.1.5-2 amd64`.
  private static String upstream(String words) {
    String[] parts = words.split(" ");
    return parts.length < 2
        ? "unknown"
        : parts[1].replaceFirst("^\\d+:", "").replaceFirst("-[^-]*$", "");
  }

  private void fetch(Path apt, Path dpkg, Path empty) throws IOException {
    settings
        .progress()
        .accept("Fetching the distribution's libturbojpeg with apt-get (under 1 MB), once …");
    Path work = Files.createDirectory(empty.resolve("work"));
    try {
      Path deb = downloaded(apt, work);
      String words = field(dpkg, deb, "Package") + " " + field(dpkg, deb, "Version");
      words += " " + field(dpkg, deb, "Architecture");
      succeed(List.of(dpkg.toString(), "-x", deb.toString(), empty.toString()), work);
      if (files.in(NativeLibrary.TURBOJPEG, empty).isEmpty()) {
        throw new IOException(words + " has no " + files.example(NativeLibrary.TURBOJPEG));
      }
      Files.writeString(empty.resolve(VERSION_FILE), words + "\n", StandardCharsets.UTF_8);
    } finally {
      Folders.delete(work);
    }
  }

  /// With the system's package lists; where they are empty or of no use, with lists of our own.
  private Path downloaded(Path apt, Path work) throws IOException {
    List<String> system = new ArrayList<>(List.of(apt.toString()));
    for (String option : OPTIONS) {
      system.addAll(List.of("-o", option));
    }
    List<String> words = new ArrayList<>();
    Optional<Path> deb = download(system, work, words);
    if (deb.isEmpty()) {
      Path state = Files.createDirectories(work.resolve("apt"));
      Files.createDirectories(state.resolve("lists").resolve("partial"));
      Files.createDirectories(state.resolve("cache").resolve("archives").resolve("partial"));
      List<String> own =
          and(
              system,
              "-o",
              "Dir::State::Lists=" + state.resolve("lists"),
              "-o",
              "Dir::Cache=" + state.resolve("cache"));
      ClientProcess.Outcome update = processes.run(and(own, "update"), work);
      if (!update.succeeded()) {
        words.add(update.lastWords());
      }
      deb = download(own, work, words);
    }
    return deb.orElseThrow(() ->
        new IOException(
            "apt-get could not fetch "
                + String.join(" or ", NAMES)
                + "; is there a network? Its words:\n"
                + words.stream()
                    .flatMap(String::lines)
                    .distinct()
                    .map(line -> "  " + line)
                    .collect(Collectors.joining("\n"))));
  }

  private Optional<Path> download(List<String> apt, Path work, List<String> words)
      throws IOException {
    for (String name : NAMES) {
      ClientProcess.Outcome outcome = processes.run(and(apt, "download", name), work);
      Optional<Path> deb = deb(work);
      if (outcome.succeeded() && deb.isPresent()) {
        return deb;
      }
      words.add(outcome.lastWords());
    }
    return Optional.empty();
  }

  private static Optional<Path> deb(Path folder) {
    return Folders.list(folder).stream()
        .filter(file -> file.toString().endsWith(".deb"))
        .findFirst();
  }

  private String field(Path dpkg, Path deb, String name) throws IOException {
    return succeed(List.of(dpkg.toString(), "-f", deb.toString(), name), deb.getParent()).strip();
  }

  private String succeed(List<String> command, Path folder) throws IOException {
    ClientProcess.Outcome outcome = processes.run(command, folder);
    if (!outcome.succeeded()) {
      throw new IOException(command.getFirst() + " failed: " + outcome.lastWords());
    }
    return outcome.output();
  }

  private static List<String> and(List<String> start, String... rest) {
    List<String> command = new ArrayList<>(start);
    command.addAll(List.of(rest));
    return command;
  }
}
