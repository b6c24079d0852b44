package io.affut.engine.detection;

import java.util.Optional;

/// One thing found in a picture.
///
/// @param confidence how sure the detector is, 0 to 1
/// @param logits what a classifier says of it, if one looked at it
public record Detection(
    Category category, float confidence, BoundingBox box, Optional<Logits> logits)
    implements Rival<Detection> {

  /// A thing that no classifier has looked at.
  public Detection(Category category, float confidence, BoundingBox box) {
    this(category, confidence, box, Optional.empty());
  }

  /// The same with what a classifier says of it.
  public Detection with(Logits said) {
    return new Detection(category, confidence, box, Optional.of(said));
  }

  @Override
  public float intersectionOverUnion(Detection other) {
    return box.intersectionOverUnion(other.box);
  }
}
