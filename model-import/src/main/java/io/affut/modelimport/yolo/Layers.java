package io.affut.modelimport.yolo;

import io.affut.modelimport.ModelImportException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// All kinds of modules that take one tensor and give one.
final class Layers {
  private static final Map<String, Layer> KNOWN = new HashMap<>();

  static {
    for (Map<String, Layer> some :
        List.of(
            Activations.LAYERS,
            Convolutions.LAYERS,
            Resampling.LAYERS,
            Bottlenecks.LAYERS,
            Elan.LAYERS,
            Shrinking.LAYERS,
            SideBySide.LAYERS,
            Ghosts.LAYERS,
            SelfAttention.LAYERS,
            AreaAttention.LAYERS)) {
      KNOWN.putAll(some);
    }
  }

  private Layers() {}

  /// Adds the nodes of a module and of all its parts.
  static FeatureMap apply(TorchModule module, FeatureMap input, NetworkGraph graph)
      throws ModelImportException {
    Layer layer = KNOWN.get(module.kind());
    if (layer == null) {
      throw module.refusal(
          "is a module of the class %s, which is not known".formatted(module.type()));
    }
    graph.count(module);
    return layer.apply(module, input, graph);
  }
}
