package io.affut.modelimport.yolo;

import io.affut.modelimport.ModelImportException;
import io.affut.modelimport.onnx.OnnxAttribute;
import io.affut.modelimport.pytorch.Tensor;
import io.affut.modelimport.pytorch.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Blocks in which each cell of a feature map looks at the others of its area, a strip of the map
/// as wide as the map: A2C2f of [YOLO12](https://arxiv.org/abs/2502.12524), sections 3.2 and 3.3.
final class AreaAttention {
  static final Map<String, Layer> LAYERS =
      Map.of(
          "A2C2f", AreaAttention::collect,
          "ABlock", AreaAttention::block,
          "AAttn", AreaAttention::attention);

  private static final int MOST_HEADS = 1 << 10;
  private static final int MOST_AREAS = 64;

  private AreaAttention() {}

  /// What `cv1` gives goes through the parts in turn; all are joined. What arrives may be added to
  /// the result times a factor for each channel.
  private static FeatureMap collect(TorchModule module, FeatureMap input, NetworkGraph graph)
      throws ModelImportException {
    List<FeatureMap> collected = new ArrayList<>();
    collected.add(Layers.apply(module.child("cv1"), input, graph));
    for (TorchModule part : module.child("m").children()) {
      collected.add(Layers.apply(part, collected.getLast(), graph));
    }
    FeatureMap joined = FeatureMaps.join(module, collected, graph);
    FeatureMap result = Layers.apply(module.child("cv2"), joined, graph);
    if (module.attribute("gamma").equals(Optional.of(new Value.None()))) {
      return result;
    }
    Optional<Tensor> factors = module.parameter("gamma");
    if (factors.isEmpty()) {
      return result;
    }
    float[] numbers = module.numbers("gamma", result.channels());
    String factor =
        graph.floats(module.path() + ":factors", List.of(result.channels(), 1, 1), numbers);
    String scaled = graph.node("Mul", module.path() + ":scaled", List.of(result.tensor(), factor));
    return FeatureMaps.sum(module, input, result.with(scaled, result.channels()), graph);
  }

  /// Attention, then two convolutions of one pixel; what arrives is added to each.
  private static FeatureMap block(TorchModule module, FeatureMap input, NetworkGraph graph)
      throws ModelImportException {
    FeatureMap attended = Layers.apply(module.child("attn"), input, graph);
    FeatureMap middle = FeatureMaps.sum(module, input, attended, graph);
    FeatureMap result = Layers.apply(module.child("mlp"), middle, graph);
    return FeatureMaps.sum(module, middle, result, graph);
  }

  /// `softmax(queries * keys / sqrt(width)) * values` over the cells of an area, for each head; a
  /// convolution of the values, which tells the cells where they are, is added.
  private static FeatureMap attention(TorchModule module, FeatureMap input, NetworkGraph graph)
      throws ModelImportException {
    int heads = module.whole("num_heads", 1, MOST_HEADS);
    int width = module.whole("head_dim", 1, input.channels());
    int areas = module.whole("area", 1, MOST_AREAS);
    FeatureMap packed = Layers.apply(module.child("qkv"), input, graph);
    if (!packed.covers(input)
        || (long) heads * width != input.channels()
        || 3L * heads * width != packed.channels()) {
      throw module.refusal(
          "has %d heads of %d, which do not fit %s".formatted(heads, width, packed.shown()));
    }
    String path = module.path();
    String perHead =
        graph.node(
            "Reshape",
            path + ":areas",
            List.of(packed.tensor(), graph.integers(0, heads, 3L * width, areas, -1)));
    // [batch, area, head, width, cell]
    String perArea = swapped(path + ":areas_first", perHead, graph, 0, 3, 1, 2, 4);
    List<String> parts =
        graph.split(
            perArea,
            3,
            List.of(path + ":queries", path + ":keys", path + ":values"),
            width,
            width,
            width);
    float scale = (float) (1 / Math.sqrt(width));
    String mixed = ScaledAttention.mix(path, parts, 5, scale, graph);
    String shape = graph.node("Shape", path + ":shape", List.of(input.tensor()));
    // Back to [batch, head, width, area, cell], and to the shape that arrived.
    String mixedMap =
        map(path + ":mixed_map", swapped(path + ":m", mixed, graph, 0, 2, 4, 1, 3), shape, graph);
    String valueMap =
        map(
            path + ":value_map",
            swapped(path + ":v", parts.get(2), graph, 0, 2, 3, 1, 4),
            shape,
            graph);
    FeatureMap placed =
        Layers.apply(module.child("pe"), input.with(valueMap, input.channels()), graph);
    FeatureMap sum = FeatureMaps.sum(module, input.with(mixedMap, input.channels()), placed, graph);
    return Layers.apply(module.child("proj"), sum, graph);
  }

  private static String map(String name, String tensor, String shape, NetworkGraph graph) {
    return graph.node("Reshape", name, List.of(tensor, shape));
  }

  private static String swapped(String name, String tensor, NetworkGraph graph, int... order) {
    return graph.node("Transpose", name, List.of(tensor), OnnxAttribute.integers("perm", order));
  }
}
