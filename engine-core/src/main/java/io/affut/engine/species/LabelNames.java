package io.affut.engine.species;

/// What labels are called in one language.
public interface LabelNames {

  /// The exact word that DeepFaune writes, with its own capitals and missing accents: for exports.
  /// Where DeepFaune has none that we know of, that of [#display].
  String of(Label label);

  /// The word as it is correctly written: for people to read.
  String display(Label label);
}
