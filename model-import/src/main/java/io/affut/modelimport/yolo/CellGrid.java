package io.affut.modelimport.yolo;

import io.affut.modelimport.ElementType;
import io.affut.modelimport.onnx.OnnxAttribute;
import io.affut.modelimport.onnx.OnnxTypes;
import java.util.List;

/// Where the cells of a feature map lie in the picture, for any size of the picture.
final class CellGrid {
  private CellGrid() {}

  /// `[1, 2, height * width]`: x and y of each cell, row by row, in pixels of the input.
  ///
  /// @param name of the tensor
  /// @param map the tensor, `[batch, channels, height, width]`
  /// @param offset of the place in a cell, in cells: 0.5 is its middle
  /// @param stride the size of a cell in pixels
  static String of(String name, String map, float offset, float stride, NetworkGraph graph) {
    String shape = graph.node("Shape", name + ":shape", List.of(map));
    String extents =
        graph.node(
            "Slice", name + ":extents", List.of(shape, graph.integers(2), graph.integers(4)));
    String columns = range(name + ":columns", shape, 3, graph);
    String rows =
        graph.node(
            "Unsqueeze",
            name + ":rows_upright",
            List.of(range(name + ":rows", shape, 2, graph), graph.integers(1)));
    String both =
        graph.node(
            "Concat",
            name + ":cells",
            List.of(
                spread(name + ":x", columns, extents, graph),
                spread(name + ":y", rows, extents, graph)),
            OnnxAttribute.integer("axis", 1));
    String numbers =
        graph.node(
            "Cast",
            name + ":numbers",
            List.of(both),
            OnnxAttribute.integer("to", OnnxTypes.code(ElementType.FLOAT32)));
    String placed =
        graph.node(
            "Add",
            name + ":placed",
            List.of(numbers, graph.floats(name + ":offset", List.of(), offset)));
    return graph.node(
        "Mul", name, List.of(placed, graph.floats(name + ":stride", List.of(), stride)));
  }

  /// 0, 1, 2 ... for the cells along an axis.
  private static String range(String name, String shape, int axis, NetworkGraph graph) {
    String extent =
        graph.node(
            "Gather",
            name + ":extent",
            List.of(shape, graph.integer(axis)),
            OnnxAttribute.integer("axis", 0));
    return graph.node("Range", name, List.of(graph.integer(0), extent, graph.integer(1)));
  }

  /// Repeats a row or a column over the whole grid, and makes it `[1, 1, height * width]`.
  private static String spread(String name, String line, String extents, NetworkGraph graph) {
    String grid = graph.node("Expand", name + ":grid", List.of(line, extents));
    return graph.node("Reshape", name, List.of(grid, graph.integers(1, 1, -1)));
  }
}
