package io.affut.cli;

import io.affut.engine.model.DetectorManifest;
import io.affut.engine.model.Model;
import io.affut.engine.pipeline.BoxSource;
import io.affut.engine.pipeline.Classification;
import io.affut.engine.recipe.Recipe;
import io.affut.engine.recipe.RecipeChoice;
import java.util.Optional;
import java.util.stream.Stream;

/// The networks of a run, found and checked: those that the options name, those of a recipe, or
/// those that usually run.
///
/// @param source the detectors
/// @param classification what names the animals, if they are named
/// @param recipe that they are of, if they are
record RunNetworks(
    BoxSource<Model<DetectorManifest>> source,
    Optional<Classification> classification,
    Optional<Recipe> recipe) {

  /// What the options say, with a line on what was chosen where they leave it open.
  static RunNetworks of(
      EngineOptions engine,
      RecipeOptions recipes,
      ClassifierOptions classifiers,
      Installation installation,
      Messages messages) {
    RecipeChoice choice = installation.recipes();
    Optional<Recipe> named = recipes.named(engine);
    Optional<Recipe> recipe =
        named.or(() -> engine.detector().isPresent() ? Optional.empty() : choice.usual());
    classifiers.check(recipe.isPresent());
    BoxSource<Model<DetectorManifest>> source =
        recipe
            .map(choice::detectors)
            .orElseGet(
                () -> new BoxSource.One<>(installation.detectors().resolve(engine.detector())))
            .map(engine::changed);
    recipe.ifPresent(r -> messages.say(said(r, source, named.isPresent())));
    Optional<Classification> classification =
        classifiers.classification(
            installation.classifiers(),
            recipe.filter(r -> classifiers.leavesOpen()).flatMap(choice::namer));
    if (classification.isEmpty() && classifiers.leavesOpen()) {
      recipe.ifPresent(r -> messages.say(unnamed(r)));
    }
    RunNetworks networks = new RunNetworks(source, classification, recipe);
    networks.models().forEach(model -> ModelLines.notice(model, messages));
    return networks;
  }

  private Stream<Model<?>> models() {
    return Stream.concat(
        source.detectors().stream(),
        classification.stream()
            .flatMap(c -> Stream.concat(Stream.of(c.classifier()), c.birdHead().stream())));
  }

  private static String said(
      Recipe recipe, BoxSource<Model<DetectorManifest>> source, boolean named) {
    String who =
        switch (source.map(model -> model.manifest().id())) {
          case BoxSource.One<String>(String detector) -> detector;
          case BoxSource.Backstop<String>(String first, String second) ->
              "%s, and %s where that finds nothing".formatted(first, second);
          case BoxSource.Merge<String>(String first, String second, float overlap) ->
              "%s and %s, both on every picture".formatted(first, second);
        };
    return "Recipe %s: %s.%s"
        .formatted(
            recipe.name(),
            who,
            named ? "" : " It is the usual one; --recipe or --detector chooses another.");
  }

  private static String unnamed(Recipe recipe) {
    return "Animals are not named: no classifier of the recipe %s is installed. `affut models pull %s` gets one."
        .formatted(recipe.name(), recipe.classifiers().getFirst().models().getFirst());
  }
}
