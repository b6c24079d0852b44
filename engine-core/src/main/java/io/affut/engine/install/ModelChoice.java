package io.affut.engine.install;

import io.affut.engine.model.Manifest;
import io.affut.engine.model.Model;
import io.affut.engine.model.ModelException;
import io.affut.engine.model.ModelStore;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/// Finds the model that a user names, whatever its task: an installed one by its id, a model's
/// folder, or a file, which is put into the store first where it is no model yet.
final class ModelChoice {
  private final ModelStore store;
  private final ModelInstaller installer;

  ModelChoice(ModelStore store, ModelInstaller installer) {
    this.store = store;
    this.installer = installer;
  }

  /// The named model, whose network is not checked yet.
  ///
  /// @throws ModelException when there is none by that name, it is refused, or its task is another
  <M extends Manifest> Model<M> find(String named, Class<M> kind) {
    Optional<Path> path = path(named);
    if (path.isPresent() && !named.contains("/") && !named.contains("\\")) {
      Optional<Model<?>> installed = store.find(named);
      if (installed.isPresent()) {
        return installed.get().as(kind);
      }
    }
    return at(path.filter(Files::exists).orElseThrow(() -> unknown(named))).as(kind);
  }

  private static ModelException unknown(String named) {
    return new ModelException(
        "There is no model %s: it is neither installed nor a file or folder. `affut models list` shows what is installed."
            .formatted(named));
  }

  private Model<?> at(Path path) {
    if (Files.isDirectory(path)) {
      if (!Files.exists(path.resolve(Model.MANIFEST))) {
        throw new ModelException(
            "%s is not a model: it has no %s.".formatted(path, Model.MANIFEST));
      }
      return Model.in(path);
    }
    Optional<Path> folder = ModelInstaller.besides(path);
    return folder.isPresent() ? Model.in(folder.get()) : installer.use(path);
  }

  /// What is named, as a path, where there can be such a path.
  static Optional<Path> path(String named) {
    try {
      return Optional.of(Path.of(named));
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }
}
