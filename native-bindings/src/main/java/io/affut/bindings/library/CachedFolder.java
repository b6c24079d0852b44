package io.affut.bindings.library;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// A folder of the cache that is there whole or not at all.
///
/// It is filled under a temporary name beside its own and renamed at the end, by one process at a
/// time. A list of its files and their sizes lies in it, so that a file deleted later is noticed.
final class CachedFolder {
  /// The list of what is in the folder.
  static final String LIST = "contents.txt";

  private final Path cache;
  private final Path path;

  /// @param cache the cache
  /// @param relative the folder in the cache, such as `native/openvino-2026.4.1-linux-x86_64`
  CachedFolder(Path cache, String relative) {
    this.cache = cache;
    this.path = cache.resolve(relative);
  }

  /// Writes the content into the empty folder that it is given.
  @FunctionalInterface
  interface Filler {
    void fill(Path folder) throws IOException;
  }

  /// Where the folder is, or will be.
  Path path() {
    return path;
  }

  /// Why the folder cannot be used, or nothing when all of it is there.
  Optional<String> fault() {
    if (!Files.isDirectory(path)) {
      return Optional.of("nothing is there yet");
    }
    try {
      for (String line : Files.readAllLines(path.resolve(LIST))) {
        String[] sizeAndName = line.split(" ", 2);
        Path file = path.resolve(sizeAndName[1]);
        if (!Files.isRegularFile(file) || Files.size(file) != Long.parseLong(sizeAndName[0])) {
          return Optional.of(sizeAndName[1] + " is missing in it or has changed");
        }
      }
      return Optional.empty();
    } catch (IOException | IndexOutOfBoundsException | NumberFormatException e) {
      return Optional.of("it is not complete");
    }
  }

  /// Fills the folder unless it is whole already, or another process makes it so meanwhile.
  ///
  /// @return the folder
  Path filled(Consumer<String> progress, Filler filler) throws IOException {
    if (fault().isEmpty()) {
      return path;
    }
    String name = path.getFileName().toString();
    try (var _ = CacheLock.acquire(cache, name, progress)) {
      if (fault().isEmpty()) {
        return path;
      }
      Path parent = Files.createDirectories(path.getParent());
      String temporaryName = "." + name + ".";
      for (Path leftOver : Folders.list(parent)) {
        if (leftOver.getFileName().toString().startsWith(temporaryName)) {
          Folders.delete(leftOver); // of a process that was ended while it unpacked
        }
      }
      Path temporary = Folders.createTemporary(parent, temporaryName);
      try {
        filler.fill(temporary);
        Files.write(temporary.resolve(LIST), contents(temporary));
        Folders.delete(path);
        Files.move(temporary, path, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Folders.delete(temporary);
      }
      return path;
    }
  }

  private static List<String> contents(Path folder) throws IOException {
    List<String> lines = new ArrayList<>();
    List<Path> files;
    try (Stream<Path> walk = Files.walk(folder)) {
      files = walk.filter(Files::isRegularFile).sorted().toList();
    }
    for (Path file : files) {
      String name = folder.relativize(file).toString().replace('\\', '/');
      lines.add(Files.size(file) + " " + name);
    }
    return lines;
  }
}
