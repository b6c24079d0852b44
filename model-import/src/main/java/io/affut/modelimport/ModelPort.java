package io.affut.modelimport;

import java.util.List;

/// An input or an output of a model.
///
/// @param name as in the original model and in the ONNX file
/// @param type what its elements are
/// @param shape the extents, outermost first, in the layout of the original model
public record ModelPort(String name, ElementType type, List<Integer> shape) {
  /// Keeps a copy of the shape.
  public ModelPort {
    shape = List.copyOf(shape);
  }
}
