package io.affut.engine.recipe;

import io.affut.engine.pipeline.BoxSource;
import java.util.List;

/// Which networks work together, and how.
///
/// @param name as users name it
/// @param title one line for people
/// @param source the detectors
/// @param classifiers what may name the animals that they find, the preferred first
public record Recipe(
    String name, String title, BoxSource<DetectorStep> source, List<ClassifierStep> classifiers) {

  /// Keeps a copy of the list.
  public Recipe {
    classifiers = List.copyOf(classifiers);
  }

  /// One detector of a recipe.
  ///
  /// @param models ids that serve, the preferred first
  /// @param confidence its boxes are more confident than this, 0 to 1
  public record DetectorStep(List<String> models, float confidence) {
    /// Keeps a copy of the list.
    public DetectorStep {
      models = List.copyOf(models);
    }
  }

  /// A classifier, and the bird head behind it.
  ///
  /// @param models ids that serve, the preferred first
  /// @param birdHeads ids of bird heads that read its embeddings, the preferred first; may be empty
  public record ClassifierStep(List<String> models, List<String> birdHeads) {
    /// Keeps copies of the lists.
    public ClassifierStep {
      models = List.copyOf(models);
      birdHeads = List.copyOf(birdHeads);
    }
  }
}
