package io.affut.engine.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/// What can be seen of a large file without reading it: as long as its stamp is the same, it is
/// believed to be the same.
public final class FileStamp {
  private FileStamp() {}

  /// Path, size, time of the last change and inode, a line each.
  public static String of(Path file) throws IOException {
    BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
    return String.join(
        "\n",
        file.toRealPath().toString(),
        Long.toString(attributes.size()),
        attributes.lastModifiedTime().toString(),
        String.valueOf(attributes.fileKey()));
  }
}
