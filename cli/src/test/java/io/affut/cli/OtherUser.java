package io.affut.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/// The program run by a user who may not read and write everything. Root may, so root's tests run
/// it as nobody, with a copy of the program and of the cache that nobody can read.
final class OtherUser {
  private static final List<String> AS_NOBODY =
      List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups");

  private final Path folder;
  private final boolean root = "root".equals(System.getProperty("user.name"));

  private OtherUser(Path folder) {
    this.folder = folder;
  }

  /// Prepares `folder` for such a user; where that cannot be, the calling test is skipped.
  static OtherUser in(Path folder) throws Exception {
    OtherUser user = new OtherUser(folder);
    Installed installed = Program.installed();
    if (user.root) {
      Assumptions.assumeTrue(
          Files.isExecutable(Path.of("/usr/bin/setpriv")),
          "no /usr/bin/setpriv to run a program as another user with (util-linux)");
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
      Path program = Files.createDirectory(folder.resolve("program"));
      link(Program.root().resolve("affut"), program.resolve("affut"));
      copy(Program.root().resolve("cli/target/affut/lib"), program.resolve("lib"));
      copy(installed.cache().resolve("native"), folder.resolve("cache/affut/native"));
      copy(installed.cache().resolve("models"), folder.resolve("cache/affut/models"));
      Files.createDirectory(folder.resolve("home"));
      Ended trial = user.program(folder).run("--version");
      Assumptions.assumeTrue(
          trial.status() == 0, "another user cannot run the program here: " + trial.err());
    }
    return user;
  }

  /// The program, run by that user.
  Program program(Path workingFolder) {
    Program program = new Program(workingFolder);
    return root
        ? program
            .before(AS_NOBODY)
            .launcher(folder.resolve("program/affut"))
            .environment("HOME", folder.resolve("home"))
            .environment("XDG_CACHE_HOME", folder.resolve("cache"))
        : program;
  }

  /// Makes a folder that the user may write to.
  Path writable(String name) throws IOException {
    Path made = Files.createDirectory(folder.resolve(name));
    return Files.setPosixFilePermissions(made, PosixFilePermissions.fromString("rwxrwxrwx"));
  }

  /// Takes every permission from a file or folder.
  static Path closed(Path file) throws IOException {
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("---------"));
  }

  /// Leaves the permission to read a folder or file, and to enter it.
  static Path readOnly(Path file) throws IOException {
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r-xr-xr-x"));
  }

  /// Copies a tree, without taking its space where the disk is the same.
  private static void copy(Path from, Path to) throws IOException {
    Files.createDirectories(to.getParent());
    try (Stream<Path> all = Files.walk(from)) {
      for (Path source : (Iterable<Path>) all::iterator) {
        Path target = to.resolve(from.relativize(source).toString());
        if (Files.isDirectory(source)) {
          Files.createDirectory(target);
        } else {
          link(source, target);
        }
      }
    }
  }

  private static void link(Path source, Path target) throws IOException {
    Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(source);
    if (permissions.contains(PosixFilePermission.OTHERS_READ)) {
      try {
        Files.createLink(target, source);
        return;
      } catch (IOException e) {
        // The cache is on another disk: a copy serves as well.
      }
    }
    Files.copy(source, target);
    permissions.add(PosixFilePermission.OTHERS_READ);
    Files.setPosixFilePermissions(target, permissions);
  }
}
