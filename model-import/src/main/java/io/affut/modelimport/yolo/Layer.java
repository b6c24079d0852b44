package io.affut.modelimport.yolo;

import io.affut.modelimport.ModelImportException;

/// How one kind of module is written as ONNX.
@FunctionalInterface
interface Layer {
  /// Adds nodes for the module and gives what they compute.
  ///
  /// @throws ModelImportException if the module is damaged, or does not fit what arrives
  FeatureMap apply(TorchModule module, FeatureMap input, NetworkGraph graph)
      throws ModelImportException;
}
