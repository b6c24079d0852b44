package io.affut.engine.recipe;

import io.affut.engine.card.ModelCard;
import io.affut.engine.card.ModelCards;
import io.affut.engine.model.BirdHeadManifest;
import io.affut.engine.model.ClassifierManifest;
import io.affut.engine.model.DetectorManifest;
import io.affut.engine.model.Manifest;
import io.affut.engine.model.Model;
import io.affut.engine.model.ModelException;
import io.affut.engine.model.ModelIntegrity;
import io.affut.engine.model.ModelStore;
import io.affut.engine.pipeline.BoxSource;
import io.affut.engine.recipe.Recipe.ClassifierStep;
import io.affut.engine.recipe.Recipe.DetectorStep;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Finds the networks of recipes among the installed ones.
///
/// @param store where they are
public record RecipeChoice(ModelStore store) {

  /// What runs where nobody names a detector; none where the detectors of none are installed.
  public Optional<Recipe> usual() {
    return Recipes.ours().usual().stream().filter(recipe -> missing(recipe).isEmpty()).findFirst();
  }

  /// The detectors of a recipe, their networks checked, with the recipe's confidences.
  ///
  /// @throws ModelException when one is not installed, is damaged, or is no detector; the message
  ///   says how to get those that are missing
  public BoxSource<Model<DetectorManifest>> detectors(Recipe recipe) {
    List<DetectorStep> missing = missing(recipe);
    if (!missing.isEmpty()) {
      throw missing(recipe.name(), missing);
    }
    return recipe.source().map(this::detector);
  }

  /// What names the animals of a recipe.
  ///
  /// @param classifier whose network has been checked
  /// @param birdHead likewise, where one of this classifier's is installed
  public record Namer(
      Model<ClassifierManifest> classifier, Optional<Model<BirdHeadManifest>> birdHead) {}

  /// The preferred one of a recipe's classifiers that are installed.
  ///
  /// @throws ModelException when it is damaged, or no classifier
  public Optional<Namer> namer(Recipe recipe) {
    for (ClassifierStep step : recipe.classifiers()) {
      Optional<Model<?>> classifier = installed(step.models());
      if (classifier.isPresent()) {
        return Optional.of(
            new Namer(
                checked(classifier.get(), ClassifierManifest.class),
                installed(step.birdHeads()).map(head -> checked(head, BirdHeadManifest.class))));
      }
    }
    return Optional.empty();
  }

  private Model<DetectorManifest> detector(DetectorStep step) {
    Model<DetectorManifest> model =
        checked(installed(step.models()).orElseThrow(), DetectorManifest.class);
    DetectorManifest.Thresholds thresholds = model.manifest().thresholds();
    return new Model<>(
        model
            .manifest()
            .with(
                new DetectorManifest.Thresholds(
                    step.confidence(), thresholds.overlap(), thresholds.mostBoxes())),
        model.folder());
  }

  private static <M extends Manifest> Model<M> checked(Model<?> model, Class<M> kind) {
    Model<M> checked = model.as(kind);
    ModelIntegrity.check(checked);
    return checked;
  }

  private List<DetectorStep> missing(Recipe recipe) {
    return recipe.source().detectors().stream()
        .filter(step -> installed(step.models()).isEmpty())
        .toList();
  }

  private Optional<Model<?>> installed(List<String> ids) {
    return ids.stream().map(store::find).flatMap(Optional::stream).findFirst();
  }

  private static ModelException missing(String recipe, List<DetectorStep> steps) {
    List<String> ids = steps.stream().map(step -> step.models().getFirst()).toList();
    return new ModelException(
        "The recipe %s needs %s, which %s not installed.%s"
            .formatted(
                recipe,
                String.join(" and ", ids),
                ids.size() == 1 ? "is" : "are",
                ids.stream().map(RecipeChoice::advice).collect(Collectors.joining())));
  }

  private static String advice(String id) {
    String file = ModelCards.find(id).map(ModelCard::file).orElse("FILE");
    return "%n  affut models pull %s, or where you have its file: affut models add %s --id %s"
        .formatted(id, file, id);
  }
}
