package io.affut.bindings.library;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/// What `java.nio.file` leaves to its users.
final class Folders {
  private Folders() {}

  /// Deletes a folder with all that is in it; links in it are deleted, not followed.
  static void delete(Path folder) throws IOException {
    if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    List<Path> all;
    try (Stream<Path> walk = Files.walk(folder)) {
      all = walk.sorted(Comparator.reverseOrder()).toList();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    for (Path path : all) {
      Files.deleteIfExists(path);
    }
  }

  /// A new folder for work in progress, with the permissions that folders usually get, since it
  /// will be renamed to something that stays.
  static Path createTemporary(Path parent, String prefix) throws IOException {
    return Files.createDirectory(parent.resolve(prefix + UUID.randomUUID()));
  }

  /// What lies in a folder, by name; nothing where there is no such folder or it cannot be read.
  static List<Path> list(Path folder) {
    try (Stream<Path> list = Files.list(folder)) {
      return list.sorted().toList();
    } catch (IOException | UncheckedIOException | SecurityException e) {
      return List.of();
    }
  }
}
