package io.affut.modelimport.tensorflowjs;

import java.util.List;

/// A change of shape alone. All shapes are known but for the batch, so one ONNX operator serves for
/// every kind of it.
final class Reshaping {
  private Reshaping() {}

  /// @param name of what comes out
  /// @param from a layout in which the elements of `x` lie in the order that they have in the
  ///   result
  static Value of(String name, Conversion conversion, Value x, Layout from, Shape shape) {
    if (x instanceof Constant constant) {
      return constant.reshaped(shape).renamed(name);
    }
    int[] extents = shape.extents().stream().mapToInt(Integer::intValue).toArray();
    if (shape.batch()) {
      extents[0] = 0; // as it is in what goes in
    }
    Computed result = new Computed(name, x.type(), shape, Layout.AS_WRITTEN);
    conversion.add(
        "Reshape",
        result.tensor(),
        List.of(conversion.tensor(x, from), conversion.integers(name, "shape", extents)));
    return result;
  }
}
