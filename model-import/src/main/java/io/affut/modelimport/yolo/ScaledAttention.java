package io.affut.modelimport.yolo;

import io.affut.modelimport.onnx.OnnxAttribute;
import java.util.List;
import java.util.stream.IntStream;

/// `softmax(queries * keys * scale) * values`, which all kinds of attention have in common.
///
/// Source: Vaswani and others, Attention Is All You Need, 2017, equation 1.
final class ScaledAttention {
  private ScaledAttention() {}

  /// @param path what the nodes are named after
  /// @param parts queries, keys and values, whose last two extents are channels and cells
  /// @param extents how many extents they have
  /// @return what the cells get, whose last two extents are cells and channels
  static String mix(String path, List<String> parts, int extents, float scale, NetworkGraph graph) {
    String queries = transposed(path + ":queries_transposed", parts.get(0), extents, graph);
    String likeness = graph.node("MatMul", path + ":likeness", List.of(queries, parts.get(1)));
    String factor = graph.floats(path + ":scale", List.of(), scale);
    String scaled = graph.node("Mul", path + ":scaled", List.of(likeness, factor));
    String shares =
        graph.node("Softmax", path + ":shares", List.of(scaled), OnnxAttribute.integer("axis", -1));
    String values = transposed(path + ":values_transposed", parts.get(2), extents, graph);
    return graph.node("MatMul", path + ":mixed", List.of(shares, values));
  }

  /// A tensor with its last two extents exchanged.
  static String transposed(String name, String tensor, int extents, NetworkGraph graph) {
    int[] order = IntStream.range(0, extents).toArray();
    order[extents - 2] = extents - 1;
    order[extents - 1] = extents - 2;
    return graph.node("Transpose", name, List.of(tensor), OnnxAttribute.integers("perm", order));
  }
}
