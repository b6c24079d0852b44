package io.affut.testing;

import java.nio.file.Files;
import java.nio.file.Path;

/// The photos, letterboxes, crops and checkpoints that golden tests compare with. They are no part
/// of the project.
public final class Fixtures {
  private Fixtures() {}

  /// The fixture at `relative`, such as `photos/human.jpg`; where the fixtures are missing, the
  /// test is skipped or fails as [Required] says.
  public static Path at(String relative) {
    Path folder = folder();
    Required.present(
        "fixtures",
        Files.isDirectory(folder),
        "no fixtures at " + folder + "; set -Daffut.fixtures=FOLDER");
    Path file = folder.resolve(relative);
    if (!Files.exists(file)) {
      throw new AssertionError("the fixtures have no " + relative);
    }
    return file;
  }

  private static Path folder() {
    String named = System.getProperty("affut.fixtures");
    return Path.of(named == null ? "../../shared/fixtures" : named).toAbsolutePath().normalize();
  }
}
