package io.affut.modelimport.vit;

import io.affut.modelimport.ModelImportException;
import io.affut.modelimport.onnx.OnnxAttribute;
import io.affut.modelimport.pytorch.Tensor;
import java.util.Arrays;
import java.util.List;

/// One block of a transformer: attention, then an MLP, each over a layer normalisation, times the
/// factors of its LayerScale, and added to what came in.
///
/// What can be worked out beforehand is: the factors of LayerScale are in the weights before them,
/// and the queries' factor 1 / sqrt(headWidth) is in theirs. A factor may be as small as 1e-5; as a
/// 16-bit float such a weight has few digits left, but what it adds is as small.
///
/// Tokens are `[batch * tokens, width]`, so that a linear layer is one Gemm, with its weight as the
/// checkpoint has it.
final class Block {
  private static final String[] PARTS = {"q", "k", "v"};

  private final TokenGraph graph;
  private final Architecture architecture;
  private final Stem stem;
  private final StateDict weights;
  private final String name;
  private final Dino dino;
  private final int width;

  /// @param number from 0 on
  Block(TokenGraph graph, Architecture architecture, Stem stem, StateDict weights, int number) {
    this.graph = graph;
    this.architecture = architecture;
    this.stem = stem;
    this.weights = weights;
    this.name = "blocks." + number;
    this.dino = architecture.extents().dino();
    this.width = architecture.extents().width();
  }

  /// Adds the block to the graph.
  ///
  /// @param tokens `[batch * tokens, width]`, as what is given back
  String apply(String tokens) throws ModelImportException {
    String normalised = layerNorm("norm1", tokens);
    String queries = turned("q", heads("q", normalised, stem.byHead()));
    String attended = attention(tokens, queries, normalised);
    return graph.node("Add", name, List.of(attended, mlp(attended)));
  }

  /// Adds the block to the graph for the class token alone, which is all that is needed of the last
  /// block: no other token asks, and none goes through the MLP.
  ///
  /// @param tokens `[batch * tokens, width]`
  /// @return `[batch, width]`
  String applyToClassToken(String tokens) throws ModelImportException {
    String normalised = layerNorm("norm1", tokens);
    String own = stem.classToken(graph, name + "/class-token", tokens);
    String asking = stem.classToken(graph, name + ".norm1/class-token", normalised);
    String one =
        graph.wholes(name + "/one-token", -1, 1, architecture.heads(), architecture.headWidth());
    // The rotary embedding leaves the class token as it is.
    String attended = attention(own, heads("q", asking, one), normalised);
    // As [batch, 1, width], for OpenVINO 2026.4 ends the process when it compiles this sum as
    // [4, 64], [6, 64] or [8, 64]: it then takes the MLP and the sum for one kernel.
    String before = graph.reshape(name + "/before", attended, -1, 1, width);
    String change = graph.reshape(name + "/change", mlp(attended), -1, 1, width);
    return graph.reshape(
        name, graph.node("Add", name + "/sum", List.of(before, change)), -1, width);
  }

  /// @param queries `[batch, those that ask, heads, headWidth]`
  /// @param normalised all tokens, `[batch * tokens, width]`
  private String attention(String tokens, String queries, String normalised)
      throws ModelImportException {
    String place = name + ".attn";
    String keys = turned("k", heads("k", normalised, stem.byHead()));
    String values = heads("v", normalised, stem.byHead());
    String query = transposed("q", queries, 0, 2, 1, 3);
    String key = transposed("k", keys, 0, 2, 3, 1);
    String value = transposed("v", values, 0, 2, 1, 3);
    String scores = graph.node("MatMul", place + "/scores", List.of(query, key));
    String shares =
        graph.node(
            "Softmax", place + "/shares", List.of(scores), OnnxAttribute.integer("axis", -1));
    String mixed = graph.node("MatMul", place + "/mixed", List.of(shares, value));
    String rows = graph.reshape(place + "/rows", transposed("o", mixed, 0, 2, 1, 3), -1, width);
    String projected = linear("attn.proj", rows, width, width, factors(dino.attentionScale()));
    return graph.node("Add", name + "/attended", List.of(tokens, projected));
  }

  private String mlp(String tokens) throws ModelImportException {
    int hidden = architecture.extents().hidden();
    String normalised = layerNorm("norm2", tokens);
    String wide = linear("mlp.fc1", normalised, hidden, width, TokenGraph.ones(hidden));
    String active = graph.gelu(name + ".mlp/gelu", wide);
    return linear("mlp.fc2", active, width, hidden, factors(dino.mlpScale()));
  }

  /// Queries, keys or values by head. One weight of the checkpoint holds them one after the other.
  private String heads(String part, String rows, String byHead) throws ModelImportException {
    int number = List.of(PARTS).indexOf(part);
    float[] factors = TokenGraph.ones(width);
    if (number == 0) {
      Arrays.fill(factors, (float) (1 / Math.sqrt(architecture.headWidth())));
    }
    Tensor all = weights.weight(name + ".attn.qkv.weight", 3L * width, width);
    float[] bias = {};
    if (dino == Dino.V2) {
      float[] biases = weights.numbers(name + ".attn.qkv.bias", 3L * width);
      bias = scaled(Arrays.copyOfRange(biases, number * width, (number + 1) * width), factors);
    }
    String result = name + ".attn." + part;
    ScaledRows weight = new ScaledRows(all, number * width, factors);
    String linear = graph.linear(result, rows, weight, bias);
    return graph.node("Reshape", result + "/by-head", List.of(linear, byHead));
  }

  private String turned(String part, String heads) {
    return stem.rotary()
        .map(rotary -> rotary.turn(graph, name + ".attn." + part + "/turned", heads))
        .orElse(heads);
  }

  private String transposed(String part, String heads, int... order) {
    return graph.node(
        "Transpose",
        name + ".attn." + part + "/transposed",
        List.of(heads),
        OnnxAttribute.integers("perm", order));
  }

  private String linear(String layer, String rows, int outputs, int inputs, float[] factors)
      throws ModelImportException {
    String key = name + "." + layer;
    Tensor weight = weights.weight(key + ".weight", outputs, inputs);
    float[] bias = scaled(weights.numbers(key + ".bias", outputs), factors);
    return graph.linear(key, rows, new ScaledRows(weight, 0, factors), bias);
  }

  private String layerNorm(String layer, String rows) throws ModelImportException {
    return graph.layerNorm(name + "." + layer, rows, weights, width, dino.epsilon());
  }

  private float[] factors(String layerScale) throws ModelImportException {
    return weights.numbers(name + "." + layerScale, width);
  }

  private static float[] scaled(float[] numbers, float[] factors) {
    float[] scaled = new float[numbers.length];
    for (int i = 0; i < scaled.length; i++) {
      scaled[i] = numbers[i] * factors[i];
    }
    return scaled;
  }
}
