package io.affut.cli;

import io.affut.engine.recipe.Recipe;
import io.affut.engine.recipe.Recipes;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.Option;

/// The options that say where boxes come from, if not from a detector that is named.
final class BoxOptions {
  @Option(
      names = "--recipe",
      paramLabel = "NAME",
      description =
          "Detectors that work together, and a classifier: DF, MDS, DFbsMDS, DFMDS or MDR, as DeepFaune names them. Default: DFbsMDS, or DF, where they are installed.")
  private String recipe;

  @Option(
      names = "--detections",
      paramLabel = "FILE",
      description =
          "No detector: classify the boxes that another program found, out of its result file in MegaDetector's format.")
  private Path detections;

  /// Makes sure that the options make sense.
  ///
  /// @param folder the working folder
  void check(EngineOptions engine, ClassifierOptions classifiers, Path folder) {
    named();
    if (recipe != null && engine.detector().isPresent()) {
      throw new UsageException(
          "--recipe says which detectors work: leave out --detector, or --recipe.");
    }
    if (detections != null
        && (recipe != null || engine.detector().isPresent() || engine.changesDetectors())) {
      throw new UsageException(
          "With --detections no detector works: leave out --detector, --recipe and --set, or --detections.");
    }
    if (detections != null && classifiers.none()) {
      throw new UsageException(
          "With --detections the animals are named, and --classifier none leaves nothing to do.");
    }
    if (detections != null && !Files.isRegularFile(folder.resolve(detections))) {
      throw new UsageException("There is no file %s.".formatted(detections));
    }
  }

  /// The recipe that is named, if one is.
  ///
  /// @throws UsageException when there is none of that name
  Optional<Recipe> named() {
    return Optional.ofNullable(recipe)
        .map(name ->
            Recipes.ours()
                .find(name)
                .orElseThrow(() ->
                    new UsageException(
                        "--recipe takes %s, not %s."
                            .formatted(
                                Recipes.ours().all().stream()
                                    .map(Recipe::name)
                                    .collect(Collectors.joining(", ")),
                                name))));
  }

  /// The file with boxes that another program found, if there is one.
  Optional<Path> detections() {
    return Optional.ofNullable(detections);
  }
}
