package io.affut.engine.detection;

/// A box that may show the same thing as another.
///
/// @param <T> what it can be compared with
public interface Rival<T> {

  /// What it holds.
  Category category();

  /// How sure the detector is, 0 to 1.
  float confidence();

  /// The area that both boxes cover divided by the area that either covers, 0 to 1.
  float intersectionOverUnion(T other);
}
