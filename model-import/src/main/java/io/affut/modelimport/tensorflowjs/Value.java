package io.affut.modelimport.tensorflowjs;

import io.affut.modelimport.ElementType;

/// What a node of the TensorFlow graph gives: known now, or computed when the network runs.
sealed interface Value permits Constant, Computed {
  /// The name of the node that it comes from.
  String name();

  ElementType type();

  /// In the axis order of the TensorFlow graph.
  Shape shape();

  /// The layout in which it exists without a transpose.
  Layout home();
}
