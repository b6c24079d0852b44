/// Writing ONNX: a graph that is filled node by node, loses what its outputs do not need, and is
/// saved as a file.
///
/// ```java
/// var graph = new OnnxGraph("example");
/// graph.input("x", ElementType.FLOAT32, List.of(1, 3));
/// graph.node("Relu", "y", List.of("x"));
/// graph.output("y", ElementType.FLOAT32, List.of(1, 3));
/// ImportedModel model = graph.finish().save(Path.of("example.onnx"));
/// ```
package io.affut.modelimport.onnx;
