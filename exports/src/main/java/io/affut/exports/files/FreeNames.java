package io.affut.exports.files;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/// Names that nothing has yet: `fox.jpg`, and where that is taken `fox_2.jpg`, `fox_3.jpg` and so
/// on. Remembers where it left off, so that a thousand cameras with the same names take no longer.
/// One thread.
public final class FreeNames {
  private final Map<Path, Integer> lastTaken = new HashMap<>();

  /// No name is known to be taken.
  public FreeNames() {}

  /// A free name, taken by an empty file.
  ///
  /// @param folder that is there
  /// @param name a safe one
  public Path take(Path folder, String name) throws IOException {
    while (true) {
      Path free = free(folder, name);
      try {
        return Files.createFile(free);
      } catch (FileAlreadyExistsException e) {
        // Another program was faster: the next one.
      }
    }
  }

  /// A free name; another program may take it at any time.
  public Path free(Path folder, String name) {
    Path first = folder.resolve(name);
    if (!isTaken(first)) {
      return first;
    }
    int number = lastTaken.getOrDefault(first, 1);
    Path next;
    do {
      number++;
      next = folder.resolve(numbered(name, number));
    } while (isTaken(next));
    lastTaken.put(first, number - 1);
    return next;
  }

  private static String numbered(String name, int number) {
    int dot = name.lastIndexOf('.');
    String stem = dot > 0 ? name.substring(0, dot) : name;
    return stem + "_" + number + name.substring(stem.length());
  }

  /// A broken link too.
  private static boolean isTaken(Path path) {
    return Files.exists(path, LinkOption.NOFOLLOW_LINKS);
  }
}
