package io.affut.modelimport.tensorflowjs;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Axes that go away, by a reduction or because their extent is 1.
final class ReducedAxes {
  private ReducedAxes() {}

  /// Whether the axes that stay come in the order of the TensorFlow graph also in the value's own
  /// layout, so that no transpose is needed before the others go.
  static boolean keepOrder(Value value, Set<Integer> axes) {
    int last = -1;
    for (int axis = 0; axis < value.shape().rank(); axis++) {
      if (!axes.contains(axis)) {
        int place = value.home().axis(axis);
        if (place < last) {
          return false;
        }
        last = place;
      }
    }
    return true;
  }

  /// What is left of a shape.
  ///
  /// @param kept whether the axes stay with an extent of 1
  static Shape without(Shape shape, Set<Integer> axes, boolean kept) {
    if (axes.contains(0)) {
      shape.requireNoBatch();
    }
    List<Integer> left = new ArrayList<>();
    for (int axis = 0; axis < shape.rank(); axis++) {
      if (!axes.contains(axis)) {
        left.add(shape.extent(axis));
      } else if (kept) {
        left.add(1);
      }
    }
    return new Shape(left, shape.batch());
  }
}
