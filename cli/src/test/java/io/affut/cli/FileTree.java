package io.affut.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// Whole folders.
final class FileTree {
  private FileTree() {}

  /// Copies a tree so that everybody can read it, without taking its space where the disk is the
  /// same.
  static void copy(Path from, Path to) throws IOException {
    Files.createDirectories(to.getParent());
    try (Stream<Path> all = Files.walk(from)) {
      for (Path source : (Iterable<Path>) all::iterator) {
        Path target = to.resolve(from.relativize(source).toString());
        if (Files.isDirectory(source)) {
          Files.createDirectory(target);
        } else {
          link(source, target);
        }
      }
    }
  }

  private static void link(Path source, Path target) throws IOException {
    Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(source);
    if (permissions.contains(PosixFilePermission.OTHERS_READ)) {
      try {
        Files.createLink(target, source);
        return;
      } catch (IOException e) {
        // The cache is on another disk: a copy serves as well.
      }
    }
    Files.copy(source, target);
    permissions.add(PosixFilePermission.OTHERS_READ);
    Files.setPosixFilePermissions(target, permissions);
  }

  /// Deletes a folder, where it is, with all that is in it.
  static void delete(Path folder) throws IOException {
    if (Files.isDirectory(folder)) {
      try (Stream<Path> all = Files.walk(folder)) {
        for (Path file : all.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }

  /// The paths of all files below a folder, in alphabetical order.
  static List<String> files(Path folder) throws IOException {
    try (Stream<Path> paths = Files.walk(folder)) {
      return paths.filter(Files::isRegularFile).map(Path::toString).sorted().toList();
    }
  }
}
