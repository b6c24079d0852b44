package io.affut.engine.pipeline;

import java.util.List;
import java.util.function.Function;

/// Where the boxes of a run come from: a detector, two that work together on the same decoded
/// picture, or somebody who knows them.
///
/// @param <D> what stands for a detector: a model, or one that is loaded
public sealed interface BoxSource<D> {

  /// One detector.
  record One<D>(D detector) implements BoxSource<D> {}

  /// A detector, and a second one that looks only at pictures in which the first finds no box of
  /// any category.
  record Backstop<D>(D first, D second) implements BoxSource<D> {}

  /// Two detectors that look at every picture; where boxes of one category overlap, the most
  /// confident stays, whichever found it.
  ///
  /// @param overlap a box goes when its intersection over union with a more confident one of its
  ///   category is greater than this, 0 to 1
  record Merge<D>(D first, D second, float overlap) implements BoxSource<D> {}

  /// No detector: the boxes are known.
  record Known<D>(KnownBoxes boxes) implements BoxSource<D> {}

  /// The detectors, in their order.
  default List<D> detectors() {
    return switch (this) {
      case One<D>(D detector) -> List.of(detector);
      case Backstop<D>(D first, D second) -> List.of(first, second);
      case Merge<D>(D first, D second, float overlap) -> List.of(first, second);
      case Known<D>(KnownBoxes boxes) -> List.of();
    };
  }

  /// The same with something else for each detector, made in their order.
  default <E> BoxSource<E> map(Function<? super D, ? extends E> made) {
    return switch (this) {
      case One<D>(D detector) -> new One<>(made.apply(detector));
      case Backstop<D>(D first, D second) -> new Backstop<>(made.apply(first), made.apply(second));
      case Merge<D>(D first, D second, float overlap) ->
          new Merge<>(made.apply(first), made.apply(second), overlap);
      case Known<D>(KnownBoxes boxes) -> new Known<>(boxes);
    };
  }
}
