package io.affut.modelimport.vit;

import io.affut.modelimport.ModelImportException;
import io.affut.modelimport.onnx.OnnxAttribute;
import io.affut.modelimport.pytorch.Tensor;
import java.util.List;

/// The picture cut into patches, each a token: a convolution whose step is its size.
///
/// @param tokens `[batch, rows * columns, width]`, row by row
/// @param rows how many rows of patches the picture has, one integer
/// @param columns how many columns of patches it has, one integer
record PatchGrid(String tokens, String rows, String columns) {
  private static final int CHANNELS = 3;

  /// Adds the patches of `pixels` to a graph.
  static PatchGrid of(TokenGraph graph, String pixels, Extents extents, StateDict weights)
      throws ModelImportException {
    int patch = extents.patch();
    int width = extents.width();
    Tensor kernel = weights.weight("patch_embed.proj.weight", width, CHANNELS, patch, patch);
    Tensor bias = weights.weight("patch_embed.proj.bias", width);
    String grid =
        graph.node(
            "Conv",
            "patches/grid",
            List.of(
                pixels, graph.weight("patches.weight", kernel), graph.weight("patches.bias", bias)),
            OnnxAttribute.integers("kernel_shape", patch, patch),
            OnnxAttribute.integers("strides", patch, patch));
    String flat = graph.reshape("patches/flat", grid, 0, width, -1);
    return new PatchGrid(
        graph.node("Transpose", "patches", List.of(flat), OnnxAttribute.integers("perm", 0, 2, 1)),
        graph.extent("patches/rows", grid, 2),
        graph.extent("patches/columns", grid, 3));
  }
}
