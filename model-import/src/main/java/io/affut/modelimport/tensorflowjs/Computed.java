package io.affut.modelimport.tensorflowjs;

import io.affut.modelimport.ElementType;

/// A value that exists when the network runs.
///
/// @param name the node that computes it
/// @param home the layout in which that node gives it; a transpose makes the other when asked for
record Computed(String name, ElementType type, Shape shape, Layout home) implements Value {
  Computed {
    if (home == Layout.CHANNELS_FIRST && shape.rank() != 4) {
      throw new IllegalArgumentException(name + " has no channels to put first: " + shape);
    }
  }

  /// The name of the ONNX tensor that holds it in its own layout.
  String tensor() {
    return tensor(home);
  }

  /// The name of the ONNX tensor that holds it in a layout.
  String tensor(Layout layout) {
    return name + layout.suffix();
  }
}
