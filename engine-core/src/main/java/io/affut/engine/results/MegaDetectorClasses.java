package io.affut.engine.results;

import io.affut.engine.model.ClassLists;
import io.affut.engine.model.ClassNames;
import io.affut.engine.model.Temperatures;
import java.util.List;
import java.util.Optional;

/// The classifier that a MegaDetector file tells of.
final class MegaDetectorClasses {
  private MegaDetectorClasses() {}

  /// Its classes, in the order of the file; those of a list that comes with Affût, if they are the
  /// same, so that they have names in its languages.
  static Optional<ClassifierInfo> info(MegaDetectorHeader header) {
    if (header.classes().isEmpty()) {
      return Optional.empty();
    }
    List<String> names = List.copyOf(header.classes().values());
    ClassNames classes =
        ClassLists.all().stream()
            .filter(list -> list.languages().contains("en") && list.names("en").equals(names))
            .findFirst()
            .<ClassNames>map(ClassNames.Listed::new)
            .orElseGet(() -> new ClassNames.Named(names));
    return Optional.of(
        new ClassifierInfo(
            header.info().getOrDefault("classifier", "unknown"),
            header.ours().getOrDefault("classifier_sha256", "unknown"),
            0,
            classes,
            new Temperatures(1, 1),
            Optional.empty()));
  }
}
