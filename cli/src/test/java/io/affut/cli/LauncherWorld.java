package io.affut.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// A small machine for the launcher in a temporary folder: nothing is on its PATH but the tools
/// that the launcher is allowed to need, and its usual places of Javas are one folder.
final class LauncherWorld {
  /// Older than any build.
  static final Instant LONG_AGO = Instant.parse("2020-01-01T00:00:00Z");

  private static final List<String> TOOLS =
      List.of(
          "sh",
          "readlink",
          "find",
          "mkdir",
          "rmdir",
          "mv",
          "rm",
          "tail",
          "grep",
          "sleep",
          "locale",
          "stty",
          "date",
          "touch");

  private static final String JAVA =
      """
      #!/bin/sh
      echo start >>"${0%/bin/java}/starts"
      case " $* " in *' -Xwrong '*) echo 'Unrecognized option: -Xwrong'; exit 1 ;; esac
      echo "java ${0%/bin/java}"
      echo "locale ${LC_ALL:-}"
      echo "messages ${LC_MESSAGES:-}"
      echo "memory $GLIBC_TUNABLES"
      for argument; do printf 'argument %s\\n' "$argument"; done
      exit ${EXIT_WITH:-0}
      """;

  private static final String MAVEN =
      """
      #!/bin/sh
      echo build >>"$MAVEN_NOTES"
      echo "$JAVA_HOME" >"$MAVEN_NOTES.java"
      rm -rf cli/target/affut
      [ -z "${MAVEN_FAILS:-}" ] || { echo "a class is missing; $MAVEN_FAILS"; exit 1; }
      until [ -z "${MAVEN_WAITS_FOR:-}" ] || [ -e "$MAVEN_WAITS_FOR" ]; do sleep 0.1; done
      mkdir -p cli/target/affut/lib
      case " $* " in *' -Pgpu '*) mkdir cli/target/affut/gpu ;; esac
      date -u '+%Y-%m-%d %H:%M:%S UTC' >cli/target/affut/built
      """;

  private final Path folder;
  private final Map<String, String> environment = new HashMap<>();
  private Path launcher;

  LauncherWorld(Path folder) throws IOException {
    this.folder = folder.toRealPath();
    environment.put("PATH", tools() + ":" + this.folder.resolve("maven"));
    environment.put("HOME", this.folder.resolve("home").toString());
    environment.put("LC_ALL", "C.UTF-8");
    environment.put("MAVEN_NOTES", this.folder.resolve("maven-notes").toString());
  }

  /// A folder, for the PATH, of the tools that the launcher is allowed to need.
  static synchronized Path tools() throws IOException {
    Path tools = Path.of(System.getProperty("affut.root"), "cli", "target", "tools");
    Files.createDirectories(tools);
    for (String tool : TOOLS) {
      for (String place : List.of("/usr/bin/", "/bin/")) {
        if (Files.isExecutable(Path.of(place, tool)) && !Files.exists(tools.resolve(tool))) {
          Files.createSymbolicLink(tools.resolve(tool), Path.of(place, tool));
        }
      }
    }
    return tools;
  }

  /// An unpacked release: the launcher and `lib`.
  Path release() throws IOException {
    return release("release");
  }

  Path release(String name) throws IOException {
    Path home = folder.resolve(name);
    Files.createDirectories(home.resolve("lib"));
    return install(home);
  }

  /// A source tree whose files are older than any build.
  Path sources() throws IOException {
    Path home = folder.resolve("sources");
    for (String file :
        List.of("pom.xml", "cli/pom.xml", "cli/src/main/java/A.java", "cli/src/test/ATest.java")) {
      write(home.resolve(file), "");
    }
    try (Stream<Path> all = Files.walk(home)) {
      all.forEach(path -> touch(path, LONG_AGO));
    }
    return install(home);
  }

  private Path install(Path home) throws IOException {
    String script = Files.readString(Path.of(System.getProperty("affut.root"), "affut"));
    // This machine's own Javas would serve, so the usual places are one folder of this world.
    String usual = "\"" + folder + "/usual places\"/*";
    String closed =
        script.replaceAll("(?m)^    /usr/lib/jvm/\\*.*\\\\\n.*\\\\$", "    " + usual + " \\\\");
    if (closed.equals(script)) {
      throw new AssertionError("the launcher looks for Javas in other places than this test knows");
    }
    launcher = home.resolve("affut");
    write(launcher, closed);
    return home;
  }

  /// A Java with a compiler, of a version.
  Path jdk(String name, String version) throws IOException {
    Path home = runtime(name, version);
    write(home.resolve("bin/javac"), "#!/bin/sh\n");
    return home;
  }

  /// A Java without a compiler.
  Path runtime(String name, String version) throws IOException {
    Path home = folder.resolve(name);
    write(home.resolve("release"), "IMPLEMENTOR=\"X\"\nJAVA_VERSION=\"" + version + "\"\n");
    write(home.resolve("bin/java"), JAVA);
    return home;
  }

  /// Puts a folder on the PATH, last, whose `java` and `javac` lead to `jdk` as distributions do.
  void onPath(Path jdk) throws IOException {
    Path bin = folder.resolve("bin of " + jdk.getFileName());
    for (String tool : List.of("java", "javac")) {
      link(
          bin.resolve(tool).toString(),
          link(bin + "/" + tool + ".link", jdk.resolve("bin/" + tool)));
    }
    environment.merge("PATH", bin.toString(), (path, last) -> path + ":" + last);
  }

  /// Puts Maven on the PATH.
  void maven() throws IOException {
    write(folder.resolve("maven/mvn"), MAVEN);
  }

  void environment(String name, Object value) {
    environment.put(name, value.toString());
  }

  Path link(String name, Path target) throws IOException {
    Path link = folder.resolve(name);
    Files.createDirectories(link.getParent());
    return Files.createSymbolicLink(link, link.getParent().relativize(target));
  }

  Path launcher() {
    return launcher;
  }

  /// How often Maven was called.
  int builds() throws IOException {
    Path notes = folder.resolve("maven-notes");
    return Files.exists(notes) ? Files.readAllLines(notes).size() : 0;
  }

  /// How often a Java of this world was started.
  static int starts(Path jdk) throws IOException {
    return Files.readAllLines(jdk.resolve("starts")).size();
  }

  /// JAVA_HOME as Maven saw it.
  String javaOfLastBuild() throws IOException {
    return Files.readString(folder.resolve("maven-notes.java")).strip();
  }

  Run launch(String... arguments) throws Exception {
    return start(launcher, arguments).end();
  }

  Run launch(Path script) throws Exception {
    return start(script).end();
  }

  /// Starts the launcher in a folder that has nothing to do with it.
  Running start(Path script, String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of(script.toString()));
    command.addAll(Arrays.asList(arguments));
    Path out = Files.createTempFile(folder, "out", "");
    Path err = Files.createTempFile(folder, "err", "");
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.directory(Files.createDirectories(folder.resolve("elsewhere")).toFile());
    builder.redirectOutput(out.toFile()).redirectError(err.toFile());
    builder.environment().clear();
    builder.environment().putAll(environment);
    return new Running(builder.start(), out, err);
  }

  /// A launch that has not ended yet.
  record Running(Process process, Path out, Path err) {
    /// What it has written to standard error so far.
    String errSoFar() throws IOException {
      return Files.readString(err);
    }

    Run end() throws Exception {
      int status = process.waitFor();
      return new Run(status, Files.readAllLines(out), Files.readString(err));
    }
  }

  /// What a launch did.
  ///
  /// @param out what the Java of this world printed
  record Run(int status, List<String> out, String err) {
    /// The Java that was started.
    Path java() {
      return Path.of(all("java ").getFirst());
    }

    /// The locale of the program's messages.
    String messages() {
      return all("messages ").getFirst();
    }

    String locale() {
      return all("locale ").getFirst();
    }

    /// What the C library is told of memory.
    String memory() {
      return all("memory ").getFirst();
    }

    List<String> arguments() {
      return all("argument ");
    }

    private List<String> all(String kind) {
      return out.stream()
          .filter(line -> line.startsWith(kind))
          .map(line -> line.substring(kind.length()))
          .toList();
    }
  }

  static void write(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
    if (!file.toFile().setExecutable(true)) {
      throw new IOException(file + " cannot be made executable");
    }
  }

  static void touch(Path file, Instant time) {
    try {
      Files.setLastModifiedTime(file, FileTime.from(time));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
