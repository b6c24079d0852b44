package io.affut.modelimport.vit;

import io.affut.modelimport.ModelImportException;
import io.affut.modelimport.ModelPort;
import io.affut.modelimport.WeightStorage;
import io.affut.modelimport.onnx.OnnxModel;
import io.affut.modelimport.pytorch.Tensor;

/// A whole vision transformer as ONNX.
///
/// Input `pixels` `[batch, 3, height, width]`: RGB, normalised; height and width are multiples of
/// the patch. Outputs `embedding` `[batch, width]`, the class token after the last layer
/// normalisation, and `logits` `[batch, classes]`, a linear layer over it (timm's `global_pool` is
/// `"token"`; its other choices have the same weights, but DeepFaune uses none of them).
final class VisionTransformer {
  static final String INPUT = "pixels";
  static final String LOGITS = "logits";
  static final String EMBEDDING = "embedding";

  private VisionTransformer() {}

  /// Writes the network down; the weights stay in the checkpoint until it is saved.
  ///
  /// @throws ModelImportException if weights are missing, or of another shape, or there are others
  static OnnxModel graph(Architecture architecture, StateDict weights, WeightStorage storage)
      throws ModelImportException {
    Extents extents = architecture.extents();
    TokenGraph graph = new TokenGraph("vision transformer", storage);
    String pixels = graph.input(ModelPort.floats(INPUT, "batch", "3", "height", "width"));
    Stem stem = Stem.of(graph, pixels, architecture, weights);
    String tokens = stem.tokens();
    int last = extents.blocks() - 1;
    for (int number = 0; number < last; number++) {
      tokens = new Block(graph, architecture, stem, weights, number).apply(tokens);
    }
    String token = new Block(graph, architecture, stem, weights, last).applyToClassToken(tokens);
    head(graph, token, extents, weights);
    weights.requireAllAsked();
    return graph.finish(
        ModelPort.floats(LOGITS, "batch", Integer.toString(extents.classes())),
        ModelPort.floats(EMBEDDING, "batch", Integer.toString(extents.width())));
  }

  private static void head(TokenGraph graph, String token, Extents extents, StateDict weights)
      throws ModelImportException {
    String normalised =
        graph.layerNorm("norm", token, weights, extents.width(), extents.dino().epsilon());
    String embedding = graph.same(EMBEDDING, normalised);
    Tensor weight = weights.weight("head.weight", extents.classes(), extents.width());
    float[] bias = weights.numbers("head.bias", extents.classes());
    ScaledRows rows = new ScaledRows(weight, 0, TokenGraph.ones(extents.classes()));
    graph.same(LOGITS, graph.linear("head", embedding, rows, bias));
  }
}
