package io.affut.engine.species;

/// What a picture, or a sequence, is called.
///
/// @param label what it shows; undefined where `score` is less than the threshold
/// @param score of `best`, 0 to 1, not rounded; 1 for what no classifier was asked for
/// @param best what it shows most likely, however unlikely that is
public record Verdict(Label label, double score, Label best) {

  /// A verdict that there is no doubt about.
  public static Verdict certain(Label label) {
    return new Verdict(label, 1, label);
  }
}
