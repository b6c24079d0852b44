package io.affut.modelimport.yolo;

import io.affut.modelimport.ModelImportException;
import io.affut.modelimport.onnx.OnnxAttribute;
import java.util.List;

/// What several modules do with feature maps that have to fit each other.
final class FeatureMaps {
  private FeatureMaps() {}

  /// All channels of several maps, one after the other.
  static FeatureMap join(TorchModule module, List<FeatureMap> maps, NetworkGraph graph)
      throws ModelImportException {
    FeatureMap first = maps.getFirst();
    int channels = 0;
    for (FeatureMap map : maps) {
      if (!map.covers(first)) {
        throw unlike(module, "joins", first, map);
      }
      channels += map.channels();
      if (channels > FeatureMap.MOST_CHANNELS) {
        throw module.refusal("joins more than %,d channels".formatted(FeatureMap.MOST_CHANNELS));
      }
    }
    String result =
        graph.node(
            "Concat",
            module.path() + ":join",
            maps.stream().map(FeatureMap::tensor).toList(),
            OnnxAttribute.integer("axis", 1));
    return first.with(result, channels);
  }

  /// The sum of two maps of the same shape.
  static FeatureMap sum(TorchModule module, FeatureMap first, FeatureMap second, NetworkGraph graph)
      throws ModelImportException {
    if (!second.covers(first) || second.channels() != first.channels()) {
      throw unlike(module, "adds", first, second);
    }
    String result =
        graph.node("Add", module.path() + ":sum", List.of(first.tensor(), second.tensor()));
    return first.with(result, first.channels());
  }

  /// The first and the second half of the channels.
  static List<FeatureMap> halves(TorchModule module, FeatureMap map, NetworkGraph graph)
      throws ModelImportException {
    if (map.channels() % 2 != 0) {
      throw module.refusal("halves an odd number of channels: " + map.channels());
    }
    int half = map.channels() / 2;
    return graph
        .split(
            map.tensor(),
            1,
            List.of(module.path() + ":first", module.path() + ":second"),
            half,
            half)
        .stream()
        .map(tensor -> map.with(tensor, half))
        .toList();
  }

  private static ModelImportException unlike(
      TorchModule module, String does, FeatureMap first, FeatureMap second) {
    return module.refusal(
        "%s %s and %s, which do not fit each other".formatted(does, first.shown(), second.shown()));
  }
}
