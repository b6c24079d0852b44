package io.affut.bindings.library;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.SymbolLookup;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// The file behind a library that the system's loader finds by its name alone.
@SuppressWarnings("restricted") // asking the loader loads
final class LoadedFile {
  private static final Path MAPS = Path.of("/proc/self/maps");

  private LoadedFile() {}

  /// The file, or its bare name where the system does not tell the file; nothing where it finds no
  /// such library.
  ///
  /// @param name such as `libturbojpeg.so.0`
  /// @param symbol a function that the library has, to see where it lies
  static Optional<Path> byName(String name, String symbol) {
    try (Arena arena = Arena.ofConfined()) {
      SymbolLookup symbols = SymbolLookup.libraryLookup(name, arena);
      return Optional.of(
          symbols.find(symbol).flatMap(s -> fileAt(s.address())).orElse(Path.of(name)));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /// The file that is mapped at an address; Linux lists that.
  private static Optional<Path> fileAt(long address) {
    if (!Files.isReadable(MAPS)) {
      return Optional.empty();
    }
    try {
      String maps = new String(Files.readAllBytes(MAPS), StandardCharsets.UTF_8);
      for (String line : maps.split("\n")) {
        // start-end permissions offset device inode path
        String[] parts = line.split("\\s+", 6);
        int dash = parts[0].indexOf('-');
        long start = Long.parseUnsignedLong(parts[0], 0, dash, 16);
        long end = Long.parseUnsignedLong(parts[0], dash + 1, parts[0].length(), 16);
        boolean inside =
            Long.compareUnsigned(address, start) >= 0 && Long.compareUnsigned(address, end) < 0;
        if (inside && parts.length == 6 && parts[5].startsWith("/")) {
          return Optional.of(Path.of(parts[5]));
        }
      }
      return Optional.empty();
    } catch (IOException | RuntimeException e) {
      return Optional.empty(); // the bare name serves as well
    }
  }
}
