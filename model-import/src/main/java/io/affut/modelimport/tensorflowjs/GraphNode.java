package io.affut.modelimport.tensorflowjs;

import io.affut.modelimport.ModelImportException;
import java.util.List;

/// One node of a TensorFlow graph.
///
/// @param inputs where its data come from; control inputs are left out, for they carry none
record GraphNode(String name, String operation, List<Source> inputs, Attributes attributes) {
  GraphNode {
    inputs = List.copyOf(inputs);
  }

  /// An output of a node, written `name` or `name:output` in the file.
  record Source(String node, int output) {}

  /// A refusal that names this node and its operation.
  ModelImportException refusal(String why) {
    return new ModelImportException(this + " " + why);
  }

  @Override
  public String toString() {
    return operation + " (node " + name + ")";
  }
}
