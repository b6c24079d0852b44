package io.affut.exports.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/// The pictures of a run where they lie. They are only ever read.
///
/// @param base the folder that their paths are relative to
public record Originals(String base) {

  /// The file of a picture.
  ///
  /// @throws UnreadableSourceException when there is none any more
  public Path of(String file) throws UnreadableSourceException {
    try {
      Path path = Path.of(base).resolve(file).toAbsolutePath().normalize();
      if (!Files.readAttributes(path, BasicFileAttributes.class).isRegularFile()) {
        throw new UnreadableSourceException("is not a file");
      }
      return path;
    } catch (InvalidPathException e) {
      throw new UnreadableSourceException("has a name that no file can have here");
    } catch (IOException e) {
      throw new UnreadableSourceException(e);
    }
  }
}
