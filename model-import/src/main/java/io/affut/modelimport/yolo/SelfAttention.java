package io.affut.modelimport.yolo;

import io.affut.modelimport.ModelImportException;
import java.util.List;
import java.util.Map;

/// Blocks in which each cell of a feature map looks at all others: C2PSA of YOLO11, after
/// [YOLOv10](https://arxiv.org/abs/2405.14458), section 3.2 (partial self-attention).
final class SelfAttention {
  static final Map<String, Layer> LAYERS =
      Map.of(
          "C2PSA", SelfAttention::partial,
          "PSA", SelfAttention::alone,
          "PSABlock", SelfAttention::block,
          "Attention", SelfAttention::attention);

  private static final int MOST_HEADS = 1 << 10;

  private SelfAttention() {}

  /// Only half of the channels goes through the blocks.
  private static FeatureMap partial(TorchModule module, FeatureMap input, NetworkGraph graph)
      throws ModelImportException {
    FeatureMap both = Layers.apply(module.child("cv1"), input, graph);
    List<FeatureMap> halves = FeatureMaps.halves(module, both, graph);
    FeatureMap attended = Layers.apply(module.child("m"), halves.getLast(), graph);
    FeatureMap joined = FeatureMaps.join(module, List.of(halves.getFirst(), attended), graph);
    return Layers.apply(module.child("cv2"), joined, graph);
  }

  /// The same with one block, whose parts are the module's own.
  private static FeatureMap alone(TorchModule module, FeatureMap input, NetworkGraph graph)
      throws ModelImportException {
    FeatureMap both = Layers.apply(module.child("cv1"), input, graph);
    List<FeatureMap> halves = FeatureMaps.halves(module, both, graph);
    FeatureMap attended = residual(module, halves.getLast(), true, graph);
    FeatureMap joined = FeatureMaps.join(module, List.of(halves.getFirst(), attended), graph);
    return Layers.apply(module.child("cv2"), joined, graph);
  }

  /// Attention, then two convolutions of one pixel; what arrives may be added to each.
  private static FeatureMap block(TorchModule module, FeatureMap input, NetworkGraph graph)
      throws ModelImportException {
    return residual(module, input, module.flag("add"), graph);
  }

  private static FeatureMap residual(
      TorchModule module, FeatureMap input, boolean adds, NetworkGraph graph)
      throws ModelImportException {
    FeatureMap attended = Layers.apply(module.child("attn"), input, graph);
    FeatureMap middle = adds ? FeatureMaps.sum(module, input, attended, graph) : attended;
    FeatureMap result = Layers.apply(module.child("ffn"), middle, graph);
    return adds ? FeatureMaps.sum(module, middle, result, graph) : result;
  }

  /// `softmax(queries * keys * scale) * values` over all cells, for each head; a convolution of the
  /// values, which tells the cells where they are, is added.
  private static FeatureMap attention(TorchModule module, FeatureMap input, NetworkGraph graph)
      throws ModelImportException {
    int heads = module.whole("num_heads", 1, MOST_HEADS);
    int key = module.whole("key_dim", 1, input.channels());
    int value = module.whole("head_dim", 1, input.channels());
    float scale = (float) module.number("scale");
    FeatureMap packed = Layers.apply(module.child("qkv"), input, graph);
    if (!packed.covers(input)
        || (long) heads * value != input.channels()
        || (long) heads * (2L * key + value) != packed.channels()) {
      throw module.refusal(
          "has %d heads of %d and %d, which do not fit %s"
              .formatted(heads, key, value, packed.shown()));
    }
    String path = module.path();
    String perHead =
        graph.node(
            "Reshape",
            path + ":heads",
            List.of(packed.tensor(), graph.integers(0, heads, 2L * key + value, -1)));
    List<String> parts =
        graph.split(
            perHead,
            2,
            List.of(path + ":queries", path + ":keys", path + ":values"),
            key,
            key,
            value);
    String mixed = ScaledAttention.mix(path, parts, 4, scale, graph);
    String channelsFirst = ScaledAttention.transposed(path + ":mixed_transposed", mixed, 4, graph);
    // Height and width are only known in the graph; what arrived has the shape that is wanted.
    String shape = graph.node("Shape", path + ":shape", List.of(input.tensor()));
    String mixedMap = graph.node("Reshape", path + ":mixed_map", List.of(channelsFirst, shape));
    String valueMap = graph.node("Reshape", path + ":value_map", List.of(parts.get(2), shape));
    FeatureMap placed =
        Layers.apply(module.child("pe"), input.with(valueMap, input.channels()), graph);
    FeatureMap sum = FeatureMaps.sum(module, input.with(mixedMap, input.channels()), placed, graph);
    return Layers.apply(module.child("proj"), sum, graph);
  }
}
