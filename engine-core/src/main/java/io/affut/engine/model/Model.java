package io.affut.engine.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// A model on disk.
///
/// @param manifest what it is
/// @param folder where its manifest and its network lie
/// @param <M> what it does: a detector, a classifier or a bird head
public record Model<M extends Manifest>(M manifest, Path folder) {

  /// The name of the manifest in a model's folder.
  public static final String MANIFEST = "manifest.toml";

  /// Reads the manifest in `folder`.
  ///
  /// @throws ModelException when there is none, or it is wrong
  public static Model<?> in(Path folder) {
    return new Model<>(ManifestReader.read(folder.resolve(MANIFEST)), folder);
  }

  /// This model, if it does what is wanted of it.
  ///
  /// @throws ModelException when its task is another
  public <K extends Manifest> Model<K> as(Class<K> kind) {
    if (!kind.isInstance(manifest)) {
      throw new ModelException(
          "The model %s is %s, not %s."
              .formatted(manifest.id(), manifest.task().phrase(), Task.of(kind).phrase()));
    }
    return new Model<>(kind.cast(manifest), folder);
  }

  /// The network.
  public Path network() {
    return folder.resolve(manifest.file());
  }

  /// How many bytes the network has, with its weights.
  public long bytes() throws IOException {
    long bytes = 0;
    for (Path file : files()) {
      bytes += Files.size(file);
    }
    return bytes;
  }

  /// All files of the network, with its weights.
  public List<Path> files() {
    return manifest.about().files().stream().map(file -> folder.resolve(file.name())).toList();
  }
}
