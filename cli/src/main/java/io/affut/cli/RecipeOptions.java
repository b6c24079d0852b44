package io.affut.cli;

import io.affut.engine.recipe.Recipe;
import io.affut.engine.recipe.Recipes;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.Option;

/// The option that says which networks work together.
final class RecipeOptions {
  @Option(
      names = "--recipe",
      paramLabel = "NAME",
      description =
          "Detectors that work together, and a classifier: DF, MDS, DFbsMDS, DFMDS or MDR, as DeepFaune names them. Default: DFbsMDS, or DF, where they are installed.")
  private String recipe;

  /// The recipe that is named, if one is.
  ///
  /// @throws UsageException when there is none of that name, or a detector is named as well
  Optional<Recipe> named(EngineOptions engine) {
    if (recipe == null) {
      return Optional.empty();
    }
    if (engine.detector().isPresent()) {
      throw new UsageException(
          "--recipe says which detectors work: leave out --detector, or --recipe.");
    }
    return Optional.of(
        Recipes.ours()
            .find(recipe)
            .orElseThrow(() ->
                new UsageException(
                    "--recipe takes %s, not %s."
                        .formatted(
                            Recipes.ours().all().stream()
                                .map(Recipe::name)
                                .collect(Collectors.joining(", ")),
                            recipe))));
  }
}
