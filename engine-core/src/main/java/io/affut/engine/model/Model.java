package io.affut.engine.model;

import java.nio.file.Path;

/// A model on disk.
///
/// @param manifest what it is
/// @param folder where its manifest and its network lie
public record Model(Manifest manifest, Path folder) {

  /// The name of the manifest in a model's folder.
  public static final String MANIFEST = "manifest.toml";

  /// Reads the manifest in `folder`.
  ///
  /// @throws ModelException when there is none, or it is wrong
  public static Model in(Path folder) {
    return new Model(ManifestReader.read(folder.resolve(MANIFEST)), folder);
  }

  /// The network.
  public Path network() {
    return folder.resolve(manifest.file());
  }
}
