package io.affut.modelimport.vit;

import io.affut.modelimport.ModelImportException;
import io.affut.modelimport.onnx.OnnxAttribute;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// What stands before the blocks: the picture as tokens, and what the blocks have to know of them.
///
/// @param tokens `[batch * tokens, width]`: for each picture the class token, the register tokens,
///   then the patches
/// @param byToken the extents `[batch, tokens, width]`, as Reshape takes them
/// @param byHead the extents `[batch, tokens, heads, headWidth]`, as Reshape takes them
/// @param prefix how many tokens stand before the patches
/// @param rotary what turns queries and keys, in a DINOv3 network
record Stem(
    String tokens, String byToken, String byHead, int prefix, Optional<RotaryEmbedding> rotary) {

  /// Adds the stem to a graph.
  static Stem of(TokenGraph graph, String pixels, Architecture architecture, StateDict weights)
      throws ModelImportException {
    Extents extents = architecture.extents();
    int width = extents.width();
    int prefix = 1 + extents.registers();
    PatchGrid grid = PatchGrid.of(graph, pixels, extents, weights);
    String patches = grid.tokens();
    float[] first = weights.numbers("cls_token", 1, 1, width);
    Optional<RotaryEmbedding> rotary = Optional.empty();
    switch (extents.dino()) {
      case V2 -> {
        PositionalEmbedding positions = PositionalEmbedding.of(weights, width);
        String resampled = positions.resampled(graph, grid.rows(), grid.columns());
        patches = graph.node("Add", "patches/placed", List.of(patches, resampled));
        first = sum(first, positions.classToken());
      }
      case V3 -> {
        first = join(first, weights.numbers("reg_token", 1, extents.registers(), width));
        rotary = Optional.of(RotaryEmbedding.of(graph, grid, prefix, architecture.headWidth()));
      }
    }
    String leading = graph.numbers("tokens/first", List.of(1, prefix, width), first);
    String tokens = graph.concat("tokens", 1, forEachPicture(graph, pixels, leading), patches);
    String count = graph.extents("tokens/count", tokens, 1);
    String any = graph.wholes("tokens/any", -1);
    return new Stem(
        graph.reshape("tokens/rows", tokens, -1, width),
        graph.concat("tokens/by-token", 0, any, count, graph.wholes("tokens/width", width)),
        graph.concat(
            "tokens/by-head",
            0,
            any,
            count,
            graph.wholes("tokens/heads", architecture.heads(), architecture.headWidth())),
        prefix,
        rotary);
  }

  /// The class token of each picture.
  ///
  /// @param rows `[batch * tokens, width]`
  /// @return `[batch, width]`
  String classToken(TokenGraph graph, String result, String rows) {
    String all = graph.node("Reshape", result + "/all", List.of(rows, byToken));
    return graph.node(
        "Gather",
        result,
        List.of(all, graph.whole(result + "/number", 0)),
        OnnxAttribute.integer("axis", 1));
  }

  /// The mean of the patches' tokens of each picture.
  ///
  /// @param rows `[batch * tokens, width]`
  /// @return `[batch, width]`
  String meanOfPatches(TokenGraph graph, String result, String rows) {
    String all = graph.node("Reshape", result + "/all", List.of(rows, byToken));
    String patches =
        graph.node(
            "Slice",
            result + "/patches",
            List.of(
                all,
                graph.wholes(result + "/first", prefix),
                graph.wholes(result + "/end", Long.MAX_VALUE),
                graph.wholes(result + "/axis", 1)));
    return graph.node(
        "ReduceMean",
        result,
        List.of(patches),
        OnnxAttribute.integers("axes", 1),
        OnnxAttribute.integer("keepdims", 0));
  }

  private static String forEachPicture(TokenGraph graph, String pixels, String leading) {
    String batch = graph.extents("tokens/batch", pixels, 0);
    String extents = graph.concat("tokens/repeats", 0, batch, graph.wholes("tokens/once", 1, 1));
    return graph.node("Expand", "tokens/leading", List.of(leading, extents));
  }

  private static float[] sum(float[] a, float[] b) {
    float[] sum = a.clone();
    for (int i = 0; i < sum.length; i++) {
      sum[i] += b[i];
    }
    return sum;
  }

  private static float[] join(float[] a, float[] b) {
    float[] joined = Arrays.copyOf(a, a.length + b.length);
    System.arraycopy(b, 0, joined, a.length, b.length);
    return joined;
  }
}
