package io.affut.cli;

import io.affut.engine.install.ClassifierChoice;
import io.affut.engine.model.BirdHeadManifest;
import io.affut.engine.model.ClassifierManifest;
import io.affut.engine.model.Model;
import io.affut.engine.pipeline.Classification;
import java.util.Optional;
import picocli.CommandLine.Option;

/// The options that say what is to name the animals.
final class ClassifierOptions {
  private static final String NONE = "none";

  @Option(
      names = "--classifier",
      paramLabel = "ID|FILE|FOLDER|none",
      defaultValue = NONE,
      description =
          "What names the animals: an installed model's id, a model's file or its folder. Default: ${DEFAULT-VALUE}.")
  private String classifier;

  @Option(
      names = "--bird-head",
      paramLabel = "ID|FILE|FOLDER|none",
      defaultValue = NONE,
      description =
          "What tells the kinds of birds, behind the classifier. Default: ${DEFAULT-VALUE}.")
  private String birdHead;

  @Option(
      names = "--classify",
      paramLabel = "WHICH",
      defaultValue = "all",
      description =
          "all animals of a picture, or the best, the most confident one, as DeepFaune does. Default: ${DEFAULT-VALUE}.")
  private String which;

  /// Makes sure that the options make sense, before anything is fetched.
  void check() {
    which();
    if (classifier.equals(NONE) && !birdHead.equals(NONE)) {
      throw new UsageException(
          "A bird head works behind a classifier: name one with --classifier.");
    }
  }

  /// What the options say, with the networks found and checked; nothing where no classifier is
  /// wanted.
  Optional<Classification> classification(ClassifierChoice choice) {
    if (classifier.equals(NONE)) {
      return Optional.empty();
    }
    Model<ClassifierManifest> model = choice.classifier(classifier);
    Optional<Model<BirdHeadManifest>> head =
        Optional.of(birdHead).filter(named -> !named.equals(NONE)).map(choice::birdHead);
    return Optional.of(new Classification(model, head, which()));
  }

  /// Which animals of a picture are looked at.
  Classification.Which which() {
    return EngineOptions.word("--classify", "", which, Classification.Which.class);
  }
}
