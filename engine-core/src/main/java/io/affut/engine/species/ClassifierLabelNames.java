package io.affut.engine.species;

import io.affut.engine.model.ClassNames;
import io.affut.engine.results.ClassifierInfo;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// The names of a classifier's classes, of a bird head's kinds, and of the labels that are neither.
///
/// A bird's kind stands behind the word for bird, as in DeepFaune: "bird corvid"; where the kind is
/// not sure, "bird undefined".
final class ClassifierLabelNames implements LabelNames {
  private final String language;
  private final Words exact;
  private final Words correct;

  ClassifierLabelNames(Optional<ClassifierInfo> classifier, String language) {
    this.language = language;
    Optional<ClassNames> classes = classifier.map(ClassifierInfo::classes);
    Optional<ClassNames> birds =
        classifier.flatMap(ClassifierInfo::birds).map(ClassifierInfo.BirdHead::classes);
    this.exact = new Words(in(classes), in(birds));
    this.correct = new Words(displayed(classes), displayed(birds));
  }

  /// @param classes of the classifier
  /// @param kinds of birds
  private record Words(List<String> classes, List<String> kinds) {
    String bird(int species, OptionalInt kind, String undefined) {
      String which = kind.isPresent() ? kinds.get(kind.getAsInt()) : undefined;
      return classes.get(species) + " " + which;
    }
  }

  @Override
  public String of(Label label) {
    return switch (label) {
      case Label.Plain plain -> PlainLabels.shipped().name(plain, language);
      case Label.Species(int index) -> exact.classes().get(index);
      case Label.Bird(int species, OptionalInt kind) ->
          exact.bird(species, kind, of(Label.Plain.UNDEFINED));
      case Label.Thing(String name) -> name;
    };
  }

  @Override
  public String display(Label label) {
    return switch (label) {
      case Label.Plain plain -> PlainLabels.shipped().display(plain, language);
      case Label.Species(int index) -> correct.classes().get(index);
      case Label.Bird(int species, OptionalInt kind) ->
          correct.bird(species, kind, display(Label.Plain.UNDEFINED));
      case Label.Thing(String name) -> name;
    };
  }

  private List<String> in(Optional<ClassNames> classes) {
    return classes.map(known -> known.in(language)).orElse(List.of());
  }

  private List<String> displayed(Optional<ClassNames> classes) {
    return classes.map(known -> known.display(language)).orElse(List.of());
  }
}
