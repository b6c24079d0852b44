package io.affut.engine.given;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// The folder that a file's relative paths begin at: of some that it may be, the one below which
/// most of the paths are pictures, and of equal ones the first.
final class PathRoot {
  private final List<Path> folders;
  private final int[] hits;
  private final Predicate<Path> isPicture;

  /// @param folders that it may be, absolute; at least one
  /// @param isPicture whether a picture that was found has this path, which is absolute
  PathRoot(List<Path> folders, Predicate<Path> isPicture) {
    this.folders = new ArrayList<>(folders);
    this.hits = new int[folders.size()];
    this.isPicture = isPicture;
  }

  /// Takes a path of the file into account.
  void count(String path) {
    for (int i = 0; i < hits.length; i++) {
      if (resolve(folders.get(i), path).filter(isPicture).isPresent()) {
        hits[i]++;
      }
    }
  }

  /// Where the picture lies that a path names; nothing where there can be no such path.
  Optional<Path> resolve(String path) {
    int best = 0;
    for (int i = 1; i < hits.length; i++) {
      best = hits[i] > hits[best] ? i : best;
    }
    return resolve(folders.get(best), path);
  }

  /// Files that were written on Windows have its separators, if not always.
  private Optional<Path> resolve(Path folder, String written) {
    String path = PythonName.shown(written);
    try {
      Path plain = folder.resolve(path).normalize();
      return Optional.of(
          isPicture.test(plain) || path.indexOf('\\') < 0
              ? plain
              : folder.resolve(path.replace('\\', '/')).normalize());
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }
}
