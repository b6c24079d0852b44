package io.affut.modelimport.yolo;

import io.affut.modelimport.ModelImportException;
import java.util.List;
import java.util.Map;

/// Half of the channels from a convolution, the other half from a cheap one over them:
/// [GhostNet](https://arxiv.org/abs/1911.11907), section 3.
final class Ghosts {
  static final Map<String, Layer> LAYERS =
      Map.of("GhostConv", Ghosts::doubled, "GhostBottleneck", Ghosts::bottleneck);

  private Ghosts() {}

  private static FeatureMap doubled(TorchModule module, FeatureMap input, NetworkGraph graph)
      throws ModelImportException {
    FeatureMap first = Layers.apply(module.child("cv1"), input, graph);
    FeatureMap ghost = Layers.apply(module.child("cv2"), first, graph);
    return FeatureMaps.join(module, List.of(first, ghost), graph);
  }

  private static FeatureMap bottleneck(TorchModule module, FeatureMap input, NetworkGraph graph)
      throws ModelImportException {
    FeatureMap deep = Layers.apply(module.child("conv"), input, graph);
    FeatureMap shallow = Layers.apply(module.child("shortcut"), input, graph);
    return FeatureMaps.sum(module, deep, shallow, graph);
  }
}
