package io.affut.engine.pipeline;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Where TensorRT's engines are kept: beside what OpenVINO has compiled, or nowhere for longer than
/// this lives.
///
/// @param path the folder, which need not be there yet
/// @param passing whether it goes when this is closed
record EngineFolder(Path path, boolean passing) implements AutoCloseable {

  /// @param compiled where OpenVINO's networks are kept, if anything is to be
  static EngineFolder of(Optional<Path> compiled) {
    try {
      return compiled.isPresent()
          ? new EngineFolder(compiled.get().resolveSibling("engines"), false)
          : new EngineFolder(Files.createTempDirectory("affut-engines-"), true);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    if (!passing) {
      return;
    }
    try (Stream<Path> found = Files.walk(path)) {
      List<Path> inside = found.sorted(Comparator.reverseOrder()).toList();
      for (Path file : inside) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      // a folder for what passes, which the system clears
    }
  }
}
