package io.affut.engine.install;

import io.affut.engine.model.Model;
import io.affut.engine.model.ModelStore;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/// A folder in the model store for a model that is not finished yet, deleted in the end. A model is
/// moved to its place in one step, so nobody ever sees half of one; what processes that were killed
/// have left is deleted by later ones.
final class WorkFolder implements AutoCloseable {
  private static final String PREFIX = ".work-";

  /// Longer than any conversion takes.
  private static final Duration LONGEST = Duration.ofHours(1);

  private final Path folder;

  private WorkFolder(Path folder) {
    this.folder = folder;
  }

  static WorkFolder in(ModelStore store) throws IOException {
    Files.createDirectories(store.folder());
    for (Path entry : list(store.folder())) {
      if (isLeftOver(entry)) {
        delete(entry);
      }
    }
    String name = PREFIX + ProcessHandle.current().pid() + "-" + UUID.randomUUID();
    return new WorkFolder(Files.createDirectory(store.folder().resolve(name)));
  }

  /// A file or folder in it.
  Path resolve(String name) {
    return folder.resolve(name);
  }

  /// Moves `made`, a folder in this one, to `place`.
  ///
  /// @param replace whether what is there goes
  /// @return whether it is there; not, where another process has put a model there meanwhile
  boolean put(Path made, Path place, boolean replace) throws IOException {
    if (replace && Files.exists(place)) {
      Path replaced = folder.resolve("replaced-" + UUID.randomUUID());
      Files.move(place, replaced, StandardCopyOption.ATOMIC_MOVE);
    }
    try {
      Files.move(made, place, StandardCopyOption.ATOMIC_MOVE);
      return true;
    } catch (FileSystemException e) {
      // Linux does not say it with an exception of its own: the folder is there, and not empty.
      if (!Files.exists(place.resolve(Model.MANIFEST))) {
        throw e;
      }
      return false;
    }
  }

  @Override
  public void close() throws IOException {
    delete(folder);
  }

  /// Whether the process that made it has ended. On a shared disk it may be one of another machine,
  /// so a young folder is left alone.
  private static boolean isLeftOver(Path entry) throws IOException {
    String name = entry.getFileName().toString();
    if (!name.matches("\\.work-\\d{1,18}-.*")) {
      return false;
    }
    long pid = Long.parseLong(name.split("-", 3)[1]);
    Instant touched = Files.getLastModifiedTime(entry).toInstant();
    return ProcessHandle.of(pid).isEmpty() && touched.isBefore(Instant.now().minus(LONGEST));
  }

  private static List<Path> list(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.toList();
    }
  }

  private static void delete(Path folder) throws IOException {
    if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
