package io.affut.engine.install;

import io.affut.bindings.library.PackageClients;
import io.affut.engine.model.DetectorManifest;
import io.affut.engine.model.Model;
import io.affut.engine.model.ModelIntegrity;
import io.affut.engine.model.ModelStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// Finds the detector that a user names: an installed one by its id, a model's folder, or a file,
/// such as a checkpoint, which is converted once.
public final class DetectorChoice {
  private final ModelChoice models;
  private final DefaultModel defaultModel;
  private final PackageClients clients;

  /// A choice among the models of `store`.
  ///
  /// @param installer puts files into the store
  /// @param clients fetch the default model where it is not installed
  public DetectorChoice(
      ModelStore store,
      ModelInstaller installer,
      DefaultModel defaultModel,
      PackageClients clients) {
    this.models = new ModelChoice(store, installer);
    this.defaultModel = defaultModel;
    this.clients = clients;
  }

  /// The named detector, or the default one, with its network checked.
  ///
  /// @throws io.affut.engine.model.ModelException when there is none by that name, it is refused or
  ///   damaged, or is no detector
  public Model<DetectorManifest> resolve(Optional<String> named) {
    Model<DetectorManifest> model =
        named.map(this::find).orElseGet(() -> defaultModel.install(clients));
    ModelIntegrity.check(model);
    return model;
  }

  private Model<DetectorManifest> find(String named) {
    if (named.equals(defaultModel.manifest().id())) {
      return defaultModel.install(clients);
    }
    Optional<Path> file = ModelChoice.path(named).filter(Files::isRegularFile);
    if (file.isPresent() && defaultModel.accepts(file.get())) {
      return defaultModel.installFrom(file.get());
    }
    return models.find(named, DetectorManifest.class);
  }
}
