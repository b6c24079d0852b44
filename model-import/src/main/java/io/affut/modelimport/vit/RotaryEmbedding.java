package io.affut.modelimport.vit;

import io.affut.modelimport.onnx.OnnxAttribute;
import java.util.List;

/// DINOv3's rotary embedding: each pair of numbers of a query or key is a point in the plane, which
/// is turned by an angle that grows with the patch's place. Number i of a head is paired with
/// number i + headWidth / 2 ("rotate half"); the first half of the pairs turns with the row, the
/// second with the column.
///
/// As timm's `RotaryEmbeddingDinoV3` has it: the middle of a patch is at (i + 1/2) / n of the
/// picture, mapped to -1 to 1 for each axis; the angle is 2π times that, divided by the period
/// 100^(4k / headWidth), k = 0, 1, ... headWidth / 4 - 1. Class and register tokens are not turned,
/// that is, by the angle 0.
///
/// @param cosines `[tokens, 1, headWidth / 2]`
/// @param sines `[tokens, 1, headWidth / 2]`
record RotaryEmbedding(String cosines, String sines) {
  private static final double TEMPERATURE = 100;

  /// Adds the angles to a graph.
  ///
  /// @param prefix how many tokens there are before those of the patches
  static RotaryEmbedding of(TokenGraph graph, PatchGrid grid, int prefix, int headWidth) {
    int quarter = headWidth / 4;
    float[] frequencies = new float[quarter];
    for (int k = 0; k < quarter; k++) {
      frequencies[k] = (float) (2 * Math.PI / Math.pow(TEMPERATURE, 4.0 * k / headWidth));
    }
    String speed = graph.numbers("rotary/frequencies", List.of(quarter), frequencies);
    String down = places(graph, "rotary/down", grid.rows(), speed);
    String across = places(graph, "rotary/across", grid.columns(), speed);
    String extents = gridExtents(graph, grid, quarter);
    String byRow = spread(graph, "rotary/by-row", graph.unsqueeze("rotary/rows", down, 1), extents);
    String byColumn = spread(graph, "rotary/by-column", across, extents);
    String both = graph.concat("rotary/both", 2, byRow, byColumn);
    String patches = graph.reshape("rotary/patches", both, -1, 1, 2 * quarter);
    String still =
        graph.numbers(
            "rotary/still", List.of(prefix, 1, 2 * quarter), new float[prefix * 2 * quarter]);
    String angles = graph.concat("rotary/angles", 0, still, patches);
    return new RotaryEmbedding(
        graph.node("Cos", "rotary/cosines", List.of(angles)),
        graph.node("Sin", "rotary/sines", List.of(angles)));
  }

  /// Turns queries or keys.
  ///
  /// @param heads `[batch, tokens, heads, headWidth]`
  String turn(TokenGraph graph, String result, String heads) {
    List<String> halves =
        graph.node(
            "Split",
            List.of(result + "/x", result + "/y"),
            List.of(heads),
            OnnxAttribute.integer("axis", 3));
    String x = halves.get(0);
    String y = halves.get(1);
    String xCos = graph.node("Mul", result + "/x-cos", List.of(x, cosines));
    String ySin = graph.node("Mul", result + "/y-sin", List.of(y, sines));
    String yCos = graph.node("Mul", result + "/y-cos", List.of(y, cosines));
    String xSin = graph.node("Mul", result + "/x-sin", List.of(x, sines));
    String turnedX = graph.node("Sub", result + "/turned-x", List.of(xCos, ySin));
    String turnedY = graph.node("Add", result + "/turned-y", List.of(yCos, xSin));
    return graph.concat(result, 3, turnedX, turnedY);
  }

  /// The angles of each place along one axis, `[count, headWidth / 4]`.
  private static String places(TokenGraph graph, String result, String count, String frequencies) {
    String size = graph.asNumbers(result + "/size", count);
    String middles = graph.middles(result + "/middles", count);
    String share = graph.node("Div", result + "/share", List.of(middles, size));
    String twice = graph.node("Add", result + "/twice", List.of(share, share));
    String one = graph.number(result + "/one", 1);
    String place = graph.node("Sub", result + "/place", List.of(twice, one));
    String column = graph.unsqueeze(result + "/column", place, 1);
    return graph.node("Mul", result, List.of(column, frequencies));
  }

  private static String gridExtents(TokenGraph graph, PatchGrid grid, int quarter) {
    return graph.concat(
        "rotary/extents",
        0,
        graph.unsqueeze("rotary/row-count", grid.rows(), 0),
        graph.unsqueeze("rotary/column-count", grid.columns(), 0),
        graph.wholes("rotary/quarter", quarter));
  }

  private static String spread(TokenGraph graph, String result, String angles, String extents) {
    return graph.node("Expand", result, List.of(angles, extents));
  }
}
