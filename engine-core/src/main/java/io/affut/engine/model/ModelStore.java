package io.affut.engine.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The folder of installed models, one folder each, named by id.
public final class ModelStore {
  private final Path folder;

  /// A store in `folder`, which need not exist yet.
  public ModelStore(Path folder) {
    this.folder = folder;
  }

  /// Where all models lie; it need not exist yet.
  public Path folder() {
    return folder;
  }

  /// Where the model `id` lies, or would.
  public Path place(String id) {
    return folder.resolve(id);
  }

  /// The installed model `id`.
  ///
  /// @throws ModelException when it is there, but its manifest is wrong
  public Optional<Model<?>> find(String id) {
    Path place = place(id);
    return Files.exists(place.resolve(Model.MANIFEST))
        ? Optional.of(Model.in(place))
        : Optional.empty();
  }

  /// All installed models whose manifests can be read, by name.
  public List<Model<?>> models() {
    List<Model<?>> models = new ArrayList<>();
    for (Path place : folders()) {
      try {
        models.add(Model.in(place));
      } catch (ModelException e) {
        // `affut models list` shows what is the matter with it.
      }
    }
    return models;
  }

  /// The folders of all installed models, by name.
  public List<Path> folders() {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.filter(entry -> Files.exists(entry.resolve(Model.MANIFEST))).sorted().toList();
    } catch (IOException e) {
      throw new ModelException("The model store " + folder + " cannot be read.", e);
    }
  }
}
