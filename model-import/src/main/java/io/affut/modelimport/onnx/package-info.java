/// Writing ONNX: a graph that is filled node by node, loses what its outputs do not need, and is
/// saved as a file, or as two when its weights are big.
///
/// ```java
/// var graph = new OnnxGraph("example", WeightStorage.F16);
/// graph.input(ModelPort.floats("x", "batch", "3"));
/// graph.weight("w", List.of(3, 8), tensor::writeFloats);
/// graph.node("MatMul", "y", List.of("x", "w"));
/// graph.output(ModelPort.floats("y", "batch", "8"));
/// ImportedModel model = graph.finish().save(Path.of("example.onnx"));
/// ```
package io.affut.modelimport.onnx;
