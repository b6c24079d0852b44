package io.affut.exports.camtrapdp;

import io.affut.engine.model.ClassNames;
import io.affut.engine.results.ClassifierInfo;
import io.affut.engine.species.Label;
import io.affut.engine.toml.TomlTable;
import java.util.Optional;
import java.util.OptionalInt;

/// The scientific names of a classifier's classes. Only DeepFaune's are known: elsewhere the same
/// English word may be another animal.
final class Taxa {
  private static final String SPECIES = "deepfaune";
  private static final String BIRDS = "deepfaune-birds";

  private static final TomlTable NAMES =
      TomlTable.parse(TomlTable.shipped(Taxa.class.getResourceAsStream("taxa.toml")));

  private final Optional<ClassifierInfo> classifier;

  Taxa(Optional<ClassifierInfo> classifier) {
    this.classifier = classifier;
  }

  /// The name for a label; none where there is none, or it is not known.
  Optional<Taxon> of(Label label) {
    return switch (label) {
      case Label.Species(int index) -> species(index);
      case Label.Bird(int species, OptionalInt kind) ->
          kind.isPresent() ? bird(kind.getAsInt()).or(() -> species(species)) : species(species);
      case Label.Plain plain ->
          plain == Label.Plain.PERSON ? Optional.of(Taxon.HUMAN) : Optional.empty();
      case Label.Thing ignored -> Optional.empty();
    };
  }

  private Optional<Taxon> species(int index) {
    return classifier
        .map(ClassifierInfo::classes)
        .filter(classes -> isList(classes, "deepfaune-1."))
        .flatMap(classes -> taxon(SPECIES, classes.in("en").get(index)));
  }

  private Optional<Taxon> bird(int kind) {
    return classifier
        .flatMap(ClassifierInfo::birds)
        .map(ClassifierInfo.BirdHead::classes)
        .filter(classes -> isList(classes, BIRDS))
        .flatMap(classes -> taxon(BIRDS, classes.in("en").get(kind)));
  }

  private static boolean isList(ClassNames classes, String start) {
    return classes instanceof ClassNames.Listed listed && listed.list().id().startsWith(start);
  }

  private static Optional<Taxon> taxon(String list, String english) {
    TomlTable names = NAMES.table(list);
    if (!names.has(english)) {
      return Optional.empty();
    }
    TomlTable taxon = names.table(english);
    return Optional.of(new Taxon(taxon.text("name"), taxon.text("rank")));
  }
}
