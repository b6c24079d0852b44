package io.affut.modelimport.yolo;

import static java.util.Map.entry;

import io.affut.modelimport.ModelImportException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Blocks that YOLO networks are made of. They are described in the
/// [YOLOv5](https://docs.ultralytics.com/yolov5/tutorials/architecture_description/) and
/// Ultralytics documentation; CSP is from [CSPNet](https://arxiv.org/abs/1911.11929), spatial
/// pyramid pooling from [SPP](https://arxiv.org/abs/1406.4729).
final class Bottlenecks {
  static final Map<String, Layer> LAYERS =
      Map.ofEntries(
          entry("nn.Sequential", Bottlenecks::inTurn),
          entry("Bottleneck", Bottlenecks::bottleneck),
          entry("CrossConv", Bottlenecks::bottleneck),
          entry("RepBottleneck", Bottlenecks::bottleneck),
          entry("RepNBottleneck", Bottlenecks::bottleneck),
          entry("CIB", Bottlenecks::inverted),
          entry("C2", Bottlenecks::halfThrough),
          entry("C2f", Bottlenecks::splitAndCollect),
          entry("C2fCIB", Bottlenecks::splitAndCollect),
          entry("C2fPSA", Bottlenecks::splitAndCollect),
          entry("C3k2", Bottlenecks::splitAndCollect),
          entry("C3", Bottlenecks::twoWays),
          entry("C3Ghost", Bottlenecks::twoWays),
          entry("C3k", Bottlenecks::twoWays),
          entry("C3x", Bottlenecks::twoWays),
          entry("RepCSP", Bottlenecks::twoWays),
          entry("RepNCSP", Bottlenecks::twoWays),
          entry("SPP", Bottlenecks::pyramid),
          entry("SPPF", Bottlenecks::fastPyramid));

  private static final int MOST_POOLINGS = 16;

  private Bottlenecks() {}

  private static FeatureMap inTurn(TorchModule module, FeatureMap input, NetworkGraph graph)
      throws ModelImportException {
    FeatureMap current = input;
    for (TorchModule part : module.children()) {
      current = Layers.apply(part, current, graph);
    }
    return current;
  }

  /// Two convolutions; what arrives may be added to what they give.
  private static FeatureMap bottleneck(TorchModule module, FeatureMap input, NetworkGraph graph)
      throws ModelImportException {
    FeatureMap inner = Layers.apply(module.child("cv1"), input, graph);
    FeatureMap result = Layers.apply(module.child("cv2"), inner, graph);
    return module.flag("add") ? FeatureMaps.sum(module, input, result, graph) : result;
  }

  /// CIB of [YOLOv10](https://arxiv.org/abs/2405.14458): several convolutions in one part; what
  /// arrives may be added to what they give.
  private static FeatureMap inverted(TorchModule module, FeatureMap input, NetworkGraph graph)
      throws ModelImportException {
    FeatureMap result = Layers.apply(module.child("cv1"), input, graph);
    return module.flag("add") ? FeatureMaps.sum(module, input, result, graph) : result;
  }

  /// C2f and its kin: the second half of what `cv1` gives goes through the parts in turn; both
  /// halves and what each part gives are joined.
  private static FeatureMap splitAndCollect(
      TorchModule module, FeatureMap input, NetworkGraph graph) throws ModelImportException {
    FeatureMap both = Layers.apply(module.child("cv1"), input, graph);
    List<FeatureMap> collected = new ArrayList<>(FeatureMaps.halves(module, both, graph));
    for (TorchModule part : module.child("m").children()) {
      collected.add(Layers.apply(part, collected.getLast(), graph));
    }
    return Layers.apply(module.child("cv2"), FeatureMaps.join(module, collected, graph), graph);
  }

  /// C2: one half of what `cv1` gives goes through the parts, and is joined with the other.
  private static FeatureMap halfThrough(TorchModule module, FeatureMap input, NetworkGraph graph)
      throws ModelImportException {
    FeatureMap both = Layers.apply(module.child("cv1"), input, graph);
    List<FeatureMap> halves = FeatureMaps.halves(module, both, graph);
    FeatureMap deep = Layers.apply(module.child("m"), halves.getFirst(), graph);
    FeatureMap joined = FeatureMaps.join(module, List.of(deep, halves.getLast()), graph);
    return Layers.apply(module.child("cv2"), joined, graph);
  }

  /// C3 and its kin: one way through `cv1` and the parts, one through `cv2`, joined for `cv3`.
  private static FeatureMap twoWays(TorchModule module, FeatureMap input, NetworkGraph graph)
      throws ModelImportException {
    FeatureMap first = Layers.apply(module.child("cv1"), input, graph);
    FeatureMap deep = Layers.apply(module.child("m"), first, graph);
    FeatureMap shallow = Layers.apply(module.child("cv2"), input, graph);
    FeatureMap joined = FeatureMaps.join(module, List.of(deep, shallow), graph);
    return Layers.apply(module.child("cv3"), joined, graph);
  }

  /// Poolings of several sizes beside each other.
  private static FeatureMap pyramid(TorchModule module, FeatureMap input, NetworkGraph graph)
      throws ModelImportException {
    FeatureMap first = Layers.apply(module.child("cv1"), input, graph);
    List<FeatureMap> levels = new ArrayList<>(List.of(first));
    for (TorchModule pooling : module.child("m").children()) {
      levels.add(Layers.apply(pooling, first, graph));
    }
    return Layers.apply(module.child("cv2"), FeatureMaps.join(module, levels, graph), graph);
  }

  /// The same with one pooling again and again; newer ones may add what arrives.
  private static FeatureMap fastPyramid(TorchModule module, FeatureMap input, NetworkGraph graph)
      throws ModelImportException {
    int poolings = module.attribute("n").isEmpty() ? 3 : module.whole("n", 1, MOST_POOLINGS);
    List<FeatureMap> levels = new ArrayList<>();
    levels.add(Layers.apply(module.child("cv1"), input, graph));
    for (int i = 0; i < poolings; i++) {
      levels.add(Layers.apply(module.child("m"), levels.getLast(), graph));
    }
    FeatureMap result =
        Layers.apply(module.child("cv2"), FeatureMaps.join(module, levels, graph), graph);
    return module.flag("add") ? FeatureMaps.sum(module, input, result, graph) : result;
  }
}
