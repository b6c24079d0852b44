package io.affut.cli;

import io.affut.engine.install.ClassifierChoice;
import io.affut.engine.model.BirdHeadManifest;
import io.affut.engine.model.ClassifierManifest;
import io.affut.engine.model.Model;
import io.affut.engine.pipeline.Classification;
import io.affut.engine.recipe.RecipeChoice;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Option;

/// The options that say what is to name the animals.
final class ClassifierOptions {
  private static final String NONE = "none";

  @Option(
      names = "--classifier",
      paramLabel = "ID|FILE|FOLDER|none",
      description =
          "What names the animals: an installed model's id, a model's file or its folder. Default: the recipe's, where it is installed; without a recipe none.")
  private String classifier;

  @Option(
      names = "--bird-head",
      paramLabel = "ID|FILE|FOLDER|none",
      description =
          "What tells the kinds of birds, behind the classifier. Default: the recipe's, behind the recipe's classifier.")
  private String birdHead;

  @Option(
      names = "--classify",
      paramLabel = "WHICH",
      description =
          "all animals of a picture, or the best, the most confident one, as DeepFaune does; with --detections the most confident box of all, if it is an animal. Default: all; with --deepfaune-compatible best.")
  private String which;

  private Wanted usual = Wanted.ALL;

  /// The words of `--classify`.
  private enum Wanted {
    ALL,
    BEST
  }

  /// Lets the best animal of a picture stand for all where the user does not say which to look at.
  void usuallyTheBest() {
    usual = Wanted.BEST;
  }

  /// Makes sure that the options make sense, before anything is fetched.
  ///
  /// @param recipe whether there is one, which may have a classifier
  void check(boolean recipe) {
    wanted();
    boolean none = classifier == null ? !recipe : classifier.equals(NONE);
    if (none && birdHead != null && !birdHead.equals(NONE)) {
      throw noClassifier();
    }
  }

  /// Whether the user has not said what names the animals, or that nothing shall.
  boolean leavesOpen() {
    return classifier == null;
  }

  /// What the options say, with the networks found and checked; nothing where no classifier is
  /// wanted.
  ///
  /// @param usual what names the animals where the options leave it open
  /// @param found whether boxes were found by another program
  Optional<Classification> classification(
      ClassifierChoice choice, Optional<RecipeChoice.Namer> usual, boolean found) {
    Optional<Model<ClassifierManifest>> model =
        leavesOpen()
            ? usual.map(RecipeChoice.Namer::classifier)
            : Optional.of(classifier).filter(named -> !named.equals(NONE)).map(choice::classifier);
    Optional<Model<BirdHeadManifest>> head =
        birdHead != null
            ? Optional.of(birdHead).filter(named -> !named.equals(NONE)).map(choice::birdHead)
            : usual.flatMap(RecipeChoice.Namer::birdHead);
    if (model.isEmpty() && head.isPresent()) {
      throw noClassifier();
    }
    return model.map(network -> new Classification(network, head, which(found)));
  }

  private static UsageException noClassifier() {
    return new UsageException("A bird head works behind a classifier: name one with --classifier.");
  }

  /// Whether the user wants no classifier.
  boolean none() {
    return NONE.equals(classifier);
  }

  /// The word that says which animals of a picture are looked at.
  String which() {
    return wanted().name().toLowerCase(Locale.ROOT);
  }

  private Classification.Which which(boolean found) {
    return switch (wanted()) {
      case ALL -> Classification.Which.ALL;
      case BEST -> found ? Classification.Which.LEADING : Classification.Which.BEST;
    };
  }

  private Wanted wanted() {
    return which == null ? usual : EngineOptions.word("--classify", "", which, Wanted.class);
  }
}
