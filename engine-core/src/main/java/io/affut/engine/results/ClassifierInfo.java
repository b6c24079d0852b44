package io.affut.engine.results;

import io.affut.engine.model.ClassNames;
import io.affut.engine.model.Temperatures;
import java.util.Optional;

/// What is worth knowing of the classifier that a run's logits come from, so that they can be read
/// without it.
///
/// @param id the classifier's id
/// @param sha256 of its network
/// @param inputSize side of its input in pixels
/// @param classes what its logits stand for
/// @param temperatures that its logits are divided by
/// @param birds the bird head that ran with it
public record ClassifierInfo(
    String id,
    String sha256,
    int inputSize,
    ClassNames classes,
    Temperatures temperatures,
    Optional<BirdHead> birds) {

  /// What is worth knowing of a bird head.
  ///
  /// @param id the bird head's id
  /// @param sha256 of its network
  /// @param classes what its logits stand for
  /// @param temperatures that its logits are divided by
  public record BirdHead(String id, String sha256, ClassNames classes, Temperatures temperatures) {}
}
