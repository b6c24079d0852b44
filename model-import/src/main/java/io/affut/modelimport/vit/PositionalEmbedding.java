package io.affut.modelimport.vit;

import io.affut.modelimport.ModelImportException;
import java.util.Arrays;
import java.util.List;

/// DINOv2's learnt positional embedding: a grid of vectors, trained for pictures of 518 px, and one
/// vector for the class token.
///
/// timm resamples the grid, bicubic with antialias, to the grid of the picture whenever that
/// differs (`resample_abs_pos_embed`). Here that is two products with small matrices inside the
/// network ([AntialiasedCubic]), so any height and width give what timm gives. An engine that
/// compiles the network for one size, as Affût does, works them out once; with a size that changes
/// they cost less than a thousandth of the network.
///
/// @param classToken the vector of the class token
/// @param grid all other vectors, row by row
/// @param side how many rows and columns the grid has
/// @param width how long a vector is
record PositionalEmbedding(float[] classToken, float[] grid, int side, int width) {
  private static final int LONGEST_SIDE = 64;

  /// Reads it.
  static PositionalEmbedding of(StateDict weights, int width) throws ModelImportException {
    List<Long> shape = weights.weight("pos_embed").shape();
    long vectors = shape.size() == 3 ? shape.get(1) - 1 : -1;
    int side = (int) Math.sqrt(vectors);
    if (side < 1 || side > LONGEST_SIDE || (long) side * side != vectors) {
      throw new ModelImportException(
          "the weight pos_embed has the shape %s, which is no class token and square grid"
              .formatted(shape));
    }
    float[] all = weights.numbers("pos_embed", 1, vectors + 1, width);
    float[] classToken = Arrays.copyOf(all, width);
    float[] grid = Arrays.copyOfRange(all, width, all.length);
    return new PositionalEmbedding(classToken, grid, side, width);
  }

  /// Adds the embedding of the patches to a graph.
  ///
  /// @param rows how many rows of patches the picture has, one integer
  /// @param columns how many columns of patches it has, one integer
  /// @return `[rows * columns, width]`
  String resampled(TokenGraph graph, String rows, String columns) {
    String trained = graph.numbers("positions/trained", List.of(side, side * width), grid);
    String down = AntialiasedCubic.matrix(graph, "positions/down", rows, side);
    String across = AntialiasedCubic.matrix(graph, "positions/across", columns, side);
    String shorter = graph.node("MatMul", "positions/shorter", List.of(down, trained));
    String lines = graph.reshape("positions/lines", shorter, -1, side, width);
    String narrower = graph.node("MatMul", "positions/narrower", List.of(across, lines));
    return graph.reshape("positions", narrower, -1, width);
  }
}
