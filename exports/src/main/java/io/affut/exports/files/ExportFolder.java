package io.affut.exports.files;

import io.affut.engine.pipeline.PictureFinder;
import io.affut.engine.results.OutputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/// Folders that hold copies of pictures, and are marked as such, so that later runs do not take the
/// copies for pictures of their own.
public final class ExportFolder {
  private ExportFolder() {}

  /// Makes the folder and marks it.
  ///
  /// @param base the folder with the pictures, which must not be in it: nobody would find them
  ///   again
  /// @throws OutputException when they are
  public static void mark(Path folder, String base) throws IOException {
    if (Path.of(base).toAbsolutePath().normalize().startsWith(normal(folder))) {
      throw new OutputException(
          "The pictures themselves lie in %s: name another folder, such as %s."
              .formatted(folder, folder.resolve("export")));
    }
    Files.createDirectories(folder);
    Path marker = folder.resolve(PictureFinder.EXPORT_MARKER);
    if (Files.notExists(marker)) {
      if (!isEmpty(folder)) {
        throw new OutputException(
            "There are other files in %s: name a new folder, such as %s."
                .formatted(folder, folder.resolve("export")));
      }
      Files.writeString(
          marker, "Affût wrote the copies in this folder, and does not look for pictures in it.\n");
    }
  }

  private static boolean isEmpty(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.findAny().isEmpty();
    }
  }

  /// Without `.`, `..` and what is relative.
  public static Path normal(Path folder) {
    return folder.toAbsolutePath().normalize();
  }
}
