package io.affut.modelimport.vit;

import java.util.List;

/// Bicubic resampling with antialias along one axis, as a matrix that is worked out inside the
/// network, from a size that only an input decides.
///
/// The matrix is that of `torch.nn.functional.interpolate(mode="bicubic", antialias=True)`, which
/// is Pillow's too: Keys' cubic convolution kernel with a = -1/2 (IEEE Transactions on Acoustics,
/// Speech, and Signal Processing 29, 1981), stretched by the scale where the result is smaller, and
/// each row divided by its sum.
final class AntialiasedCubic {
  private AntialiasedCubic() {}

  /// Adds the matrix `[target, source]` to a graph.
  ///
  /// @param target the size after resampling: one integer, known when the network runs
  /// @param source the size before it
  static String matrix(TokenGraph graph, String result, String target, int source) {
    String one = graph.number(result + "/1", 1);
    String two = graph.number(result + "/2", 2);
    String size = graph.number(result + "/source", source);
    String count = graph.asNumbers(result + "/target", target);
    String scale = graph.node("Div", result + "/scale", List.of(size, count));
    String stretch = graph.node("Max", result + "/stretch", List.of(scale, one));
    String middles = graph.middles(result + "/middles", target);
    String centres = graph.node("Mul", result + "/centres", List.of(middles, scale));
    String column = graph.unsqueeze(result + "/column", centres, 1);
    String offsets =
        graph.node("Sub", result + "/offsets", List.of(column, row(graph, result, source)));
    String away = graph.node("Abs", result + "/away", List.of(offsets));
    String distance = graph.node("Div", result + "/distance", List.of(away, stretch));
    String near = graph.node("Min", result + "/near", List.of(distance, one));
    String far = graph.node("Min", result + "/far", List.of(distance, two));
    String kernel = kernel(graph, result + "/kernel", near, far, one, two);
    String sums =
        graph.node(
            "ReduceSum", result + "/sums", List.of(kernel, graph.wholes(result + "/axis", 1)));
    return graph.node("Div", result, List.of(kernel, sums));
  }

  /// The middles of the source's cells.
  private static String row(TokenGraph graph, String result, int source) {
    float[] middles = new float[source];
    for (int i = 0; i < source; i++) {
      middles[i] = i + 0.5f;
    }
    return graph.numbers(result + "/row", List.of(1, source), middles);
  }

  /// The kernel at a distance d, without a branch: with n = min(d, 1) and f = min(d, 2),
  ///
  /// ```
  /// (n - 1)² (2n - 1) - (f - 2)² (f - 1) / 2
  /// ```
  ///
  /// The second term alone is the kernel from 1 to 2, and 0 from there on; the first is 0 from 1
  /// on, and before that the difference between the kernel's two polynomials.
  private static String kernel(
      TokenGraph graph, String result, String near, String far, String one, String two) {
    String half = graph.number(result + "/half", 0.5f);
    String nearLess = graph.node("Sub", result + "/n-1", List.of(near, one));
    String nearSquare = graph.node("Mul", result + "/(n-1)^2", List.of(nearLess, nearLess));
    String nearTwice = graph.node("Add", result + "/2n-1", List.of(near, nearLess));
    String inner = graph.node("Mul", result + "/inner", List.of(nearSquare, nearTwice));
    String farLess = graph.node("Sub", result + "/f-2", List.of(far, two));
    String farSquare = graph.node("Mul", result + "/(f-2)^2", List.of(farLess, farLess));
    String farOne = graph.node("Sub", result + "/f-1", List.of(far, one));
    String outer = graph.node("Mul", result + "/outer", List.of(farSquare, farOne));
    String halved = graph.node("Mul", result + "/halved", List.of(outer, half));
    return graph.node("Sub", result, List.of(inner, halved));
  }
}
