package io.affut.modelimport.vit;

import io.affut.modelimport.ModelImportException;
import io.affut.modelimport.ModelPort;
import io.affut.modelimport.NetworkDescription;
import io.affut.modelimport.WeightStorage;
import io.affut.modelimport.onnx.OnnxModel;
import io.affut.modelimport.pytorch.Tensor;
import io.affut.modelimport.pytorch.Value;
import java.util.Optional;

/// DeepFaune's bird head: a small network that takes a classifier's embedding and tells birds
/// apart. A linear layer, batch normalisation, GELU, and another linear layer.
///
/// The batch normalisation, with its running mean and variance, is in the weights of the layer
/// before it.
///
/// @param embedding how long an embedding is
/// @param hidden how wide the layer between is
/// @param classes how many logits there are
record BirdHead(int embedding, int hidden, int classes) {
  private static final String INPUT = "embedding";
  private static final String LOGITS = "logits";
  private static final String FIRST = "bird_model.0";
  private static final String NORM = "bird_model.1";
  private static final String LAST = "bird_model.4";
  // PyTorch's BatchNorm1d adds this to the variance.
  private static final double EPSILON = 1e-5;
  private static final int LARGEST = 1 << 16;

  /// The weights of such a head, if the checkpoint holds one.
  static Optional<StateDict> weights(Value root) {
    return StateDict.find(root, FIRST + ".weight");
  }

  /// Reads its extents.
  static BirdHead of(StateDict weights) throws ModelImportException {
    return new BirdHead(
        weights.extent(FIRST + ".weight", 2, 1, LARGEST),
        weights.extent(FIRST + ".weight", 2, 0, LARGEST),
        weights.extent(LAST + ".weight", 2, 0, LARGEST));
  }

  /// What a manifest has to know.
  NetworkDescription description() {
    return new NetworkDescription.EmbeddingHead(embedding, classes, INPUT, LOGITS);
  }

  /// Writes the network down: input `embedding` `[batch, embedding]`, output `logits` `[batch,
  /// classes]`.
  OnnxModel graph(StateDict weights, WeightStorage storage) throws ModelImportException {
    TokenGraph graph = new TokenGraph("bird head", storage);
    String input = graph.input(ModelPort.floats(INPUT, "batch", Integer.toString(embedding)));
    float[] factors = factors(weights);
    float[] shift = shift(weights, factors);
    Tensor first = weights.weight(FIRST + ".weight", hidden, embedding);
    String wide = graph.linear(FIRST, input, new ScaledRows(first, 0, factors), shift);
    String active = graph.gelu("bird_model.2", wide);
    Tensor last = weights.weight(LAST + ".weight", classes, hidden);
    float[] bias = weights.numbers(LAST + ".bias", classes);
    ScaledRows rows = new ScaledRows(last, 0, TokenGraph.ones(classes));
    graph.same(LOGITS, graph.linear(LAST, active, rows, bias));
    weights.ignore(NORM + ".num_batches_tracked");
    weights.requireAllAsked();
    return graph.finish(ModelPort.floats(LOGITS, "batch", Integer.toString(classes)));
  }

  /// What batch normalisation multiplies by.
  private float[] factors(StateDict weights) throws ModelImportException {
    float[] scale = weights.numbers(NORM + ".weight", hidden);
    float[] variance = weights.numbers(NORM + ".running_var", hidden);
    float[] factors = new float[hidden];
    for (int i = 0; i < hidden; i++) {
      if (!(variance[i] >= 0)) {
        throw new ModelImportException(
            "the weight %s.running_var holds %s, which is no variance"
                .formatted(NORM, variance[i]));
      }
      factors[i] = (float) (scale[i] / Math.sqrt(variance[i] + EPSILON));
    }
    return factors;
  }

  /// The bias of the first layer after batch normalisation.
  private float[] shift(StateDict weights, float[] factors) throws ModelImportException {
    float[] bias = weights.numbers(FIRST + ".bias", hidden);
    float[] mean = weights.numbers(NORM + ".running_mean", hidden);
    float[] shift = weights.numbers(NORM + ".bias", hidden);
    for (int i = 0; i < hidden; i++) {
      shift[i] += (bias[i] - mean[i]) * factors[i];
    }
    return shift;
  }
}
