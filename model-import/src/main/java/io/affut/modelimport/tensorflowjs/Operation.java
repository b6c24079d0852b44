package io.affut.modelimport.tensorflowjs;

import io.affut.modelimport.ModelImportException;

/// How one operation of TensorFlow is written in ONNX.
@FunctionalInterface
interface Operation {
  /// Adds what computes `node` to the ONNX graph; its inputs are converted already.
  ///
  /// @return what the node gives: something new, a constant, or one of its inputs
  Value convert(GraphNode node, Conversion conversion) throws ModelImportException;
}
