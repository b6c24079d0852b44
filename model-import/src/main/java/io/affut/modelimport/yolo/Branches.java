package io.affut.modelimport.yolo;

import io.affut.modelimport.ModelImportException;
import io.affut.modelimport.pytorch.Items;
import io.affut.modelimport.pytorch.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/// The connections between the two bodies of YOLOv9e: CBLinear gives several maps at once, and
/// CBFuse adds one of each ([CBNet](https://arxiv.org/abs/1909.03625)).
final class Branches {
  private static final int MOST = 16;

  private Branches() {}

  /// CBLinear: one convolution, whose channels are cut into several maps.
  static List<FeatureMap> split(TorchModule module, FeatureMap input, NetworkGraph graph)
      throws ModelImportException {
    int[] channels = wholes(module, "c2s", 1, FeatureMap.MOST_CHANNELS);
    FeatureMap all = Layers.apply(module.child("conv"), input, graph);
    long sum = 0;
    List<String> names = new ArrayList<>();
    for (int count : channels) {
      names.add(module.path() + ":" + names.size());
      sum += count;
    }
    if (sum != all.channels()) {
      throw module.refusal("cuts %s into %d channels".formatted(all.shown(), sum));
    }
    List<FeatureMap> parts = new ArrayList<>();
    for (String part : graph.split(all.tensor(), 1, names, channels)) {
      parts.add(all.with(part, channels[parts.size()]));
    }
    return parts;
  }

  /// CBFuse: of each module but the last the map that `idx` says, enlarged to the size of the last,
  /// and added to it.
  static FeatureMap fuse(TorchModule module, List<List<FeatureMap>> inputs, NetworkGraph graph)
      throws ModelImportException {
    int[] wanted = wholes(module, "idx", 0, MOST);
    if (wanted.length < inputs.size() - 1 || inputs.getLast().size() != 1) {
      throw module.refusal(
          "has an idx for %d of %d inputs".formatted(wanted.length, inputs.size()));
    }
    FeatureMap last = inputs.getLast().getFirst();
    FeatureMap sum = null;
    for (int i = 0; i < inputs.size() - 1; i++) {
      if (wanted[i] >= inputs.get(i).size()) {
        throw module.refusal("takes map %d of %d".formatted(wanted[i], inputs.get(i).size()));
      }
      FeatureMap map = enlarged(module, inputs.get(i).get(wanted[i]), last, graph);
      sum = sum == null ? map : FeatureMaps.sum(module, sum, map, graph);
    }
    return sum == null ? last : FeatureMaps.sum(module, sum, last, graph);
  }

  private static FeatureMap enlarged(
      TorchModule module, FeatureMap map, FeatureMap wanted, NetworkGraph graph)
      throws ModelImportException {
    Pair times = new Pair(wanted.height() / map.height(), wanted.width() / map.width());
    if (times.equals(new Pair(1, 1)) && wanted.covers(map)) {
      return map;
    }
    return Resampling.enlarge(module, map, times, graph);
  }

  private static int[] wholes(TorchModule module, String name, int least, int most)
      throws ModelImportException {
    if (!(module.attribute(name).orElse(null) instanceof Items items)
        || items.values().isEmpty()
        || items.values().size() > MOST) {
      throw module.unusable(name);
    }
    int[] wholes = new int[items.values().size()];
    for (int i = 0; i < wholes.length; i++) {
      Value value = items.values().get(i);
      OptionalInt whole = Pair.whole(value);
      if (whole.isEmpty() || whole.getAsInt() < least || whole.getAsInt() > most) {
        throw module.unusable(name);
      }
      wholes[i] = whole.getAsInt();
    }
    return wholes;
  }
}
