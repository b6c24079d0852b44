package io.affut.engine.install;

import io.affut.engine.model.BirdHeadManifest;
import io.affut.engine.model.ClassifierManifest;
import io.affut.engine.model.Model;
import io.affut.engine.model.ModelIntegrity;
import io.affut.engine.model.ModelStore;

/// Finds the classifier, or the bird head, that a user names: an installed one by its id, a model's
/// folder, or a file, such as a checkpoint, which is converted once.
public final class ClassifierChoice {
  private final ModelChoice models;

  /// A choice among the models of `store`.
  ///
  /// @param installer puts files into the store
  public ClassifierChoice(ModelStore store, ModelInstaller installer) {
    this.models = new ModelChoice(store, installer);
  }

  /// The named classifier, with its network checked.
  ///
  /// @throws io.affut.engine.model.ModelException when there is none by that name, it is refused or
  ///   damaged, or is no classifier
  public Model<ClassifierManifest> classifier(String named) {
    Model<ClassifierManifest> model = models.find(named, ClassifierManifest.class);
    ModelIntegrity.check(model);
    return model;
  }

  /// The named bird head, with its network checked.
  ///
  /// @throws io.affut.engine.model.ModelException when there is none by that name, it is refused or
  ///   damaged, or is no bird head
  public Model<BirdHeadManifest> birdHead(String named) {
    Model<BirdHeadManifest> model = models.find(named, BirdHeadManifest.class);
    ModelIntegrity.check(model);
    return model;
  }
}
