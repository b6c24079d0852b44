package io.affut.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
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
      Program.release(folder.resolve("program"));
      FileTree.copy(installed.cache().resolve("native"), folder.resolve("cache/affut/native"));
      FileTree.copy(installed.cache().resolve("models"), folder.resolve("cache/affut/models"));
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
}
