package io.affut.engine.species;

import io.affut.engine.results.ClassifierInfo;
import java.util.Optional;

/// What labels are called in one language.
public interface LabelNames {

  /// The names of what a classifier, if there is one, and its bird head know.
  ///
  /// @param language one of [LabelLanguages#all]; classes without names in it keep theirs
  static LabelNames of(Optional<ClassifierInfo> classifier, String language) {
    return new ClassifierLabelNames(classifier, language);
  }

  /// The exact word that DeepFaune writes, with its own capitals and missing accents: for exports.
  /// Where DeepFaune has none that we know of, that of [#display].
  String of(Label label);

  /// The word as it is correctly written: for people to read.
  String display(Label label);
}
