package io.affut.bindings.library;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.function.Predicate;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/// Unpacks what is wanted of a zip file (a wheel, a jar); names and folders are kept.
final class Archive {
  private Archive() {}

  /// Unpacks the entries whose names are wanted below a folder.
  ///
  /// @return how many files were written
  /// @throws IOException when the archive is damaged, or an entry would land outside the folder
  static int unpack(Path archive, Path folder, Predicate<String> wanted) throws IOException {
    Path root = folder.toAbsolutePath().normalize();
    int count = 0;
    try (var zip = new ZipFile(archive.toFile())) {
      for (Enumeration<? extends ZipEntry> all = zip.entries(); all.hasMoreElements(); ) {
        ZipEntry entry = all.nextElement();
        if (entry.isDirectory() || !wanted.test(entry.getName())) {
          continue;
        }
        Path file = root.resolve(entry.getName()).normalize();
        if (!file.startsWith(root)) {
          throw new IOException(archive + " names a file outside itself: " + entry.getName());
        }
        Files.createDirectories(file.getParent());
        try (InputStream in = zip.getInputStream(entry)) {
          Files.copy(in, file);
        }
        count++;
      }
    }
    return count;
  }
}
