package io.affut.exports.files;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/// A file that is there whole or not at all.
public final class WholeFile {
  private static final int BUFFER = 1 << 16;

  private WholeFile() {}

  /// What a file shall hold.
  public interface Content {
    /// Writes it; the stream is closed afterwards.
    void write(OutputStream out) throws IOException;
  }

  /// Writes to a temporary file beside `file`, and then puts it in its place.
  ///
  /// @throws IOException of the content, or when the file cannot be written; what was at `file` is
  ///   then left as it was
  public static void write(Path file, Content content) throws IOException {
    Path temporary = file.resolveSibling(file.getFileName() + ".part");
    try {
      try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(temporary), BUFFER)) {
        content.write(out);
      }
      Files.move(temporary, file, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException | RuntimeException e) {
      Files.deleteIfExists(temporary);
      throw e;
    }
  }
}
