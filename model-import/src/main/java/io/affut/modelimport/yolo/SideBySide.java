package io.affut.modelimport.yolo;

import io.affut.modelimport.ModelImportException;
import java.util.Map;

/// Convolutions that all take what arrives, and whose sum counts. They were trained apart; the
/// programs fold them into one when a network is made ready for use, and then save it so, or not.
final class SideBySide {
  static final Map<String, Layer> LAYERS =
      Map.of(
          "RepConv", SideBySide::reparametrised,
          "RepConvN", SideBySide::reparametrised,
          "RepVGGDW", SideBySide::depthwise);

  private SideBySide() {}

  /// [RepVGG](https://arxiv.org/abs/2101.03697) as YOLOv9 has it, without the way around.
  private static FeatureMap reparametrised(TorchModule module, FeatureMap input, NetworkGraph graph)
      throws ModelImportException {
    if (module.find("bn").isPresent()) {
      throw module.refusal("adds what arrives through a batch norm, which is not known");
    }
    return module.find("conv1").isPresent()
        ? sum(module, "conv1", "conv2", input, graph)
        : sum(module, "conv", "", input, graph);
  }

  private static FeatureMap depthwise(TorchModule module, FeatureMap input, NetworkGraph graph)
      throws ModelImportException {
    return sum(module, "conv", module.find("conv1").isPresent() ? "conv1" : "", input, graph);
  }

  /// @param second the name of the second convolution; empty where there is only one left
  private static FeatureMap sum(
      TorchModule module, String first, String second, FeatureMap input, NetworkGraph graph)
      throws ModelImportException {
    FeatureMap sum = Layers.apply(module.child(first), input, graph);
    if (!second.isEmpty()) {
      FeatureMap other = Layers.apply(module.child(second), input, graph);
      sum = FeatureMaps.sum(module, sum, other, graph);
    }
    return Layers.apply(module.child("act"), sum, graph);
  }
}
