package io.affut.modelimport.yolo;

import io.affut.modelimport.ModelImportException;
import java.util.List;
import java.util.Map;

/// Blocks that halve height and width: AConv and ADown of
/// [YOLOv9](https://arxiv.org/abs/2402.13616), SCDown of
/// [YOLOv10](https://arxiv.org/abs/2405.14458), section 3.2.
final class Shrinking {
  static final Map<String, Layer> LAYERS =
      Map.of(
          "AConv", Shrinking::smoothed,
          "ADown", Shrinking::twoWays,
          "SCDown", Shrinking::apart);

  /// The mean of each square of two by two, and the largest of each second square of three by
  /// three: the modules do not say these numbers, which are the same in all of them.
  private static final Window MEAN = window(2, 1, 0);

  private static final Window LARGEST = window(3, 2, 1);

  private Shrinking() {}

  private static FeatureMap smoothed(TorchModule module, FeatureMap input, NetworkGraph graph)
      throws ModelImportException {
    return Layers.apply(module.child("cv1"), means(module, input, graph), graph);
  }

  /// One half of the channels through a convolution, the other through a pooling before it.
  private static FeatureMap twoWays(TorchModule module, FeatureMap input, NetworkGraph graph)
      throws ModelImportException {
    List<FeatureMap> halves = FeatureMaps.halves(module, means(module, input, graph), graph);
    FeatureMap convolved = Layers.apply(module.child("cv1"), halves.getFirst(), graph);
    FeatureMap pooled = pooled("MaxPool", ":largest", LARGEST, module, halves.getLast(), graph);
    FeatureMap mixed = Layers.apply(module.child("cv2"), pooled, graph);
    return FeatureMaps.join(module, List.of(convolved, mixed), graph);
  }

  /// Channels first, then places.
  private static FeatureMap apart(TorchModule module, FeatureMap input, NetworkGraph graph)
      throws ModelImportException {
    return Layers.apply(
        module.child("cv2"), Layers.apply(module.child("cv1"), input, graph), graph);
  }

  private static FeatureMap means(TorchModule module, FeatureMap input, NetworkGraph graph)
      throws ModelImportException {
    return pooled("AveragePool", ":means", MEAN, module, input, graph);
  }

  private static FeatureMap pooled(
      String operator,
      String name,
      Window window,
      TorchModule module,
      FeatureMap input,
      NetworkGraph graph)
      throws ModelImportException {
    String result =
        graph.node(operator, module.path() + name, List.of(input.tensor()), window.ofPooling());
    return window.over(input, result, input.channels(), module);
  }

  private static Window window(int kernel, int stride, int padding) {
    return new Window(
        new Pair(kernel, kernel),
        new Pair(stride, stride),
        new Pair(padding, padding),
        new Pair(1, 1));
  }
}
