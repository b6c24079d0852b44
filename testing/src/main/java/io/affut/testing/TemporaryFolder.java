package io.affut.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// A folder for what serves all tests of one Java, such as libraries that stay loaded. A test's own
/// files belong into one of JUnit's.
public final class TemporaryFolder {
  private TemporaryFolder() {}

  /// Makes one that goes when Java ends, with all that is in it.
  public static Path make(String prefix) throws IOException {
    Path folder = Files.createTempDirectory(prefix).toRealPath();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(folder)));
    return folder;
  }

  private static void delete(Path folder) {
    try (Stream<Path> all = Files.walk(folder)) {
      List<Path> deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
      for (Path path : deepestFirst) {
        Files.deleteIfExists(path);
      }
    } catch (IOException e) {
      // Then the system deletes it some day.
    }
  }
}
