package io.affut.bindings.library;

import io.affut.testing.Required;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Assumptions;

/// A machine of a test's own: a `PATH` with only the programs that the test puts there (shell
/// scripts, run as real processes), an empty cache, no class path, and no system library.
final class TestMachine {
  final Path home;
  final Path programs;
  final Path cache;
  final Path log;
  final Path systemFolder;
  final List<String> progress = Collections.synchronizedList(new ArrayList<>());
  final Map<String, String> environment = new HashMap<>();
  final LibraryFiles files = new LibraryFiles(Platform.current());
  Optional<Path> nativeDir = Optional.empty();
  Optional<PinnedWheel> wheel = Optional.empty();
  Optional<PinnedWheel> nvidiasWheel = Optional.empty();
  boolean mayFetch = true;
  ClassLoader loader = ClassLoader.getPlatformClassLoader();
  String searchPath = "";

  TestMachine(Path home) {
    Assumptions.assumeTrue(
        File.separatorChar == '/', "the programs of these tests are shell scripts");
    this.home = home;
    this.programs = folder("programs");
    this.systemFolder = folder("system");
    this.cache = home.resolve("cache");
    this.log = home.resolve("log.txt");
    environment.put("PATH", programs.toString());
    environment.put("LOG", log.toString());
  }

  Path folder(String relative) {
    try {
      return Files.createDirectories(home.resolve(relative));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  NativeLibraries libraries() {
    var settings = new SearchSettings(nativeDir, environment, cache, mayFetch, progress::add);
    var surroundings =
        new Surroundings(
            files,
            loader,
            searchPath,
            library -> library == NativeLibrary.OPENVINO ? wheel : nvidiasWheel,
            library -> new SystemPath(library, files, false, List.of(systemFolder)));
    return new NativeLibraries(settings, surroundings);
  }

  PackageClients clients() {
    return new PackageClients(cache, environment, progress::add);
  }

  /// A program on the `PATH`; it notes its name and arguments in the log first.
  void program(String name, String script) {
    write(
        programs.resolve(name),
        "#!/bin/sh\necho \"" + name + " $*\" >> \"$LOG\"\n" + script + "\n");
    try {
      Files.setPosixFilePermissions(
          programs.resolve(name), PosixFilePermissions.fromString("rwxr-xr-x"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// A Python whose pip copies `file` to where it is asked to, under its own name.
  void pipThatGives(Path file) {
    program("python3", pipScript("/bin/cp '" + file + "' \"$dest\""));
  }

  /// The script of a pip of Python 3 that does `download` with the destination in `$dest`.
  static String pipScript(String download) {
    return """
    case "$*" in *--version*) echo "pip 23.2 from somewhere (python 3.11)"; exit 0;; esac
    while [ $# -gt 0 ]; do [ "$1" = --dest ] && dest="$2"; shift; done
    """
        + download;
  }

  /// What was run so far, in order: the names of the programs and their arguments.
  List<String> log() {
    try {
      return Files.exists(log) ? Files.readAllLines(log) : List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The downloads among what was run.
  List<String> downloads() {
    return log().stream().filter(line -> line.contains("download")).toList();
  }

  static void write(Path file, String text) {
    try {
      Files.createDirectories(file.getParent());
      Files.writeString(file, text, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static PinnedPackage pinned(Path file) {
    try {
      return new PinnedPackage(
          "thing",
          "1.2.3",
          file.getFileName().toString(),
          Sha256.of(file),
          List.of("manylinux_2_28_x86_64"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// A library that loads and has the function by which each of them is known.
  Path library(Path file) {
    return compile(
        file,
        "int ov_get_openvino_version(void) { return 0; } int tjGetErrorStr2(void) { return 0; }"
            + " int cudaRuntimeGetVersion(void) { return 0; } int nvrtcVersion(void) { return 0; }"
            + " int nvjpegGetProperty(void) { return 0; }"
            + " int getInferLibVersion(void) { return 0; }");
  }

  /// A library of that C source.
  Path compile(Path file, String source, String... options) {
    Path c = home.resolve("source-" + file.getFileName() + ".c");
    write(c, source);
    folder(home.relativize(file.getParent()).toString());
    List<String> command = new ArrayList<>(List.of("gcc", "-shared", "-fPIC", "-o"));
    command.addAll(List.of(file.toString(), c.toString()));
    command.addAll(Arrays.asList(options));
    try {
      ClientProcess.Outcome outcome =
          new ClientProcess(System.getenv(), Duration.ofMinutes(1)).run(command, home);
      Required.present("gcc", outcome.succeeded(), "gcc failed: " + outcome.output());
    } catch (IOException e) {
      Required.present("gcc", false, "no gcc: " + e.getMessage());
    }
    return file;
  }

  /// A zip file with these entries; a name that ends with `/` is a folder.
  Path zip(String name, Map<String, byte[]> entries) {
    Path file = home.resolve(name);
    try (OutputStream out = Files.newOutputStream(file);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        zip.putNextEntry(new ZipEntry(entry.getKey()));
        zip.write(entry.getValue());
        zip.closeEntry();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return file;
  }

  static byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
