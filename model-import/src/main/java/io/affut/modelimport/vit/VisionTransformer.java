package io.affut.modelimport.vit;

import io.affut.modelimport.ModelImportException;
import io.affut.modelimport.ModelPort;
import io.affut.modelimport.Pool;
import io.affut.modelimport.WeightStorage;
import io.affut.modelimport.onnx.OnnxModel;
import io.affut.modelimport.pytorch.Tensor;

/// A whole vision transformer as ONNX.
///
/// Input `pixels` `[batch, 3, height, width]`: RGB, normalised; height and width are multiples of
/// the patch. Outputs `embedding` `[batch, width]`, the class token after the last layer
/// normalisation, or the mean of the patches' tokens after or before it ([Pool]), and `logits`
/// `[batch, classes]`, a linear layer over it.
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
    Block block = new Block(graph, architecture, stem, weights, last);
    String embedding =
        switch (architecture.pool()) {
          case TOKEN -> norm(graph, block.applyToClassToken(tokens), extents, weights);
          case AVG -> mean(graph, stem, block.apply(tokens), extents, weights);
        };
    head(graph, graph.same(EMBEDDING, embedding), extents, weights);
    weights.requireAllAsked();
    return graph.finish(
        ModelPort.floats(LOGITS, "batch", Integer.toString(extents.classes())),
        ModelPort.floats(EMBEDDING, "batch", Integer.toString(extents.width())));
  }

  private static String norm(TokenGraph graph, String rows, Extents extents, StateDict weights)
      throws ModelImportException {
    return graph.layerNorm(
        extents.lastNorm(), rows, weights, extents.width(), extents.dino().epsilon());
  }

  /// What is normalised first, the tokens or their mean, makes a difference.
  private static String mean(
      TokenGraph graph, Stem stem, String tokens, Extents extents, StateDict weights)
      throws ModelImportException {
    if (extents.lastNorm().equals(Extents.NORM_OF_POOLED)) {
      return norm(graph, stem.meanOfPatches(graph, "pooled", tokens), extents, weights);
    }
    return stem.meanOfPatches(graph, "pooled", norm(graph, tokens, extents, weights));
  }

  private static void head(TokenGraph graph, String embedding, Extents extents, StateDict weights)
      throws ModelImportException {
    Tensor weight = weights.weight("head.weight", extents.classes(), extents.width());
    float[] bias = weights.numbers("head.bias", extents.classes());
    ScaledRows rows = new ScaledRows(weight, 0, TokenGraph.ones(extents.classes()));
    graph.same(LOGITS, graph.linear("head", embedding, rows, bias));
  }
}
