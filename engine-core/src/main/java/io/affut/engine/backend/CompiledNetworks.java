package io.affut.engine.backend;

import io.affut.engine.model.Model;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The folder in which OpenVINO keeps networks that it has compiled, one file for each network,
/// size of input, device and set of properties. It knows itself which of them still serve; nothing
/// is lost with them.
final class CompiledNetworks {
  /// Larger networks are not kept: it would double the room that they take.
  private static final long LARGEST = 64_000_000;

  /// Some sizes of input for some models.
  private static final int MOST = 16;

  private CompiledNetworks() {}

  /// `folder`, made where it is not there and with room for one more, if the network is to be kept
  /// and it can be.
  static Optional<Path> place(Path folder, Model<?> model) {
    try {
      if (model.bytes() > LARGEST) {
        return Optional.empty();
      }
      Files.createDirectories(folder);
      makeRoom(folder);
      return Files.isWritable(folder) ? Optional.of(folder) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty(); // it is compiled each time then
    }
  }

  /// The oldest go. Another process may be at it too.
  private static void makeRoom(Path folder) throws IOException {
    List<Path> files;
    try (Stream<Path> entries = Files.list(folder)) {
      files = entries.filter(Files::isRegularFile).toList();
    }
    if (files.size() < MOST) {
      return;
    }
    List<Path> oldest =
        files.stream().sorted(Comparator.comparing(CompiledNetworks::modified)).toList();
    for (Path file : oldest.subList(0, files.size() - MOST + 1)) {
      Files.deleteIfExists(file);
    }
  }

  private static FileTime modified(Path file) {
    try {
      return Files.getLastModifiedTime(file);
    } catch (IOException e) {
      return FileTime.fromMillis(0);
    }
  }
}
