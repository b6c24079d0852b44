package io.affut.engine.model;

import io.affut.bindings.library.PackageClients;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/// Finds the detector that a user names: an installed one by its id, a model's folder, or a file.
public final class DetectorChoice {
  private final ModelStore store;
  private final DefaultModel defaultModel;
  private final PackageClients clients;

  /// A choice among the models of `store`.
  ///
  /// @param clients fetch the default model where it is not installed
  public DetectorChoice(ModelStore store, DefaultModel defaultModel, PackageClients clients) {
    this.store = store;
    this.defaultModel = defaultModel;
    this.clients = clients;
  }

  /// The named detector, or the default one, with its network checked.
  ///
  /// @throws ModelException when there is none by that name, or it is damaged
  public Model resolve(Optional<String> named) {
    Model model = named.map(this::find).orElseGet(() -> defaultModel.install(clients));
    ModelIntegrity.check(model);
    return model;
  }

  private Model find(String named) {
    if (named.equals(defaultModel.manifest().id())) {
      return defaultModel.install(clients);
    }
    Optional<Path> path = path(named);
    if (path.isPresent() && !named.contains("/") && !named.contains("\\")) {
      Optional<Model> installed = store.find(named);
      if (installed.isPresent()) {
        return installed.get();
      }
    }
    return at(
        path.filter(Files::exists)
            .orElseThrow(() ->
                new ModelException(
                    "There is no model %s: it is neither installed nor a file or folder. `affut models list` shows what is installed."
                        .formatted(named))));
  }

  private Model at(Path path) {
    if (Files.isDirectory(path)) {
      if (!Files.exists(path.resolve(Model.MANIFEST))) {
        throw new ModelException(
            "%s is not a model: it has no %s.".formatted(path, Model.MANIFEST));
      }
      return Model.in(path);
    }
    if (defaultModel.accepts(path)) {
      return defaultModel.installFrom(path);
    }
    Path folder = path.toAbsolutePath().getParent();
    String name = path.getFileName().toString();
    if (Files.exists(folder.resolve(Model.MANIFEST))) {
      Model model = Model.in(folder);
      if (name.equals(Model.MANIFEST) || name.equals(model.manifest().file())) {
        return model;
      }
    }
    throw new ModelException(
        "%s cannot be used as a detector: a network needs a %s beside it that names it."
            .formatted(path, Model.MANIFEST));
  }

  private static Optional<Path> path(String named) {
    try {
      return Optional.of(Path.of(named));
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }
}
