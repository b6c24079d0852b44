package io.affut.cli;

import io.affut.engine.model.DetectorManifest;
import io.affut.engine.model.Model;
import io.affut.engine.model.ModelException;
import io.affut.engine.pipeline.BoxSource;
import io.affut.engine.pipeline.Classification;
import io.affut.engine.pipeline.KnownBoxes;
import io.affut.engine.recipe.Recipe;
import io.affut.engine.recipe.RecipeChoice;
import io.affut.engine.recipe.Recipes;
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
      BoxOptions boxes,
      ClassifierOptions classifiers,
      Installation installation,
      Messages messages) {
    RecipeChoice choice = installation.recipes();
    Optional<Recipe> named = boxes.named();
    Optional<Recipe> recipe = named.or(() -> usual(engine, choice));
    classifiers.check(recipe.isPresent());
    BoxSource<Model<DetectorManifest>> source = detectors(recipe, engine, installation);
    recipe.ifPresent(r -> messages.say(said(r, source, named.isPresent())));
    Optional<Classification> classification =
        classifiers.classification(
            installation.classifiers(),
            recipe.filter(r -> classifiers.leavesOpen()).flatMap(choice::namer),
            false);
    if (classification.isEmpty() && classifiers.leavesOpen()) {
      recipe.ifPresent(r -> messages.say(unnamed(r)));
    }
    RunNetworks networks = new RunNetworks(source, classification, recipe);
    networks.models().forEach(model -> ModelLines.notice(model, messages));
    return networks;
  }

  /// The recipe that is used where none is named and no detector either.
  static Optional<Recipe> usual(EngineOptions engine, RecipeChoice choice) {
    return engine.detector().isPresent() ? Optional.empty() : choice.usual();
  }

  /// The detectors of a recipe, or else the one of the options; as the options change them.
  static BoxSource<Model<DetectorManifest>> detectors(
      Optional<Recipe> recipe, EngineOptions engine, Installation installation) {
    return recipe
        .map(installation.recipes()::detectors)
        .orElseGet(() -> new BoxSource.One<>(installation.detectors().resolve(engine.detector())))
        .map(engine::changed);
  }

  /// What names the animals in boxes that another program found: what the options say, or the
  /// classifier of the usual recipes.
  ///
  /// @throws ModelException when none is installed; the message says how to get one
  static RunNetworks of(
      KnownBoxes boxes,
      ClassifierOptions classifiers,
      Installation installation,
      Messages messages) {
    Recipe usual = Recipes.ours().usual().getFirst();
    Classification classification =
        classifiers
            .classification(
                installation.classifiers(),
                classifiers.leavesOpen() ? installation.recipes().namer(usual) : Optional.empty(),
                true)
            .orElseThrow(() ->
                new ModelException(
                    "No classifier is installed that could name the animals. `affut models pull %s` gets one; --classifier names another."
                        .formatted(usual.classifiers().getFirst().models().getFirst())));
    RunNetworks networks =
        new RunNetworks(
            new BoxSource.Known<>(boxes), Optional.of(classification), Optional.empty());
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
          case BoxSource.Known<String> known -> "boxes that are known";
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
