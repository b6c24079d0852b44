package io.affut.modelimport.yolo;

import io.affut.modelimport.ModelImportException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Blocks that collect what each of their parts gives: the GELAN blocks of
/// [YOLOv9](https://arxiv.org/abs/2402.13616), section 4.
final class Elan {
  static final Map<String, Layer> LAYERS =
      Map.of(
          "ELAN1", Elan::collect,
          "RepNCSPELAN4", Elan::collect,
          "SPPELAN", Elan::pyramid,
          "SP", (module, input, graph) -> Layers.apply(module.child("m"), input, graph));

  private Elan() {}

  /// The second half of what `cv1` gives goes through `cv2`, and that through `cv3`; all four are
  /// joined for `cv4`.
  private static FeatureMap collect(TorchModule module, FeatureMap input, NetworkGraph graph)
      throws ModelImportException {
    FeatureMap both = Layers.apply(module.child("cv1"), input, graph);
    List<FeatureMap> collected = new ArrayList<>(FeatureMaps.halves(module, both, graph));
    inTurn(module, collected, graph, "cv2", "cv3");
    return Layers.apply(module.child("cv4"), FeatureMaps.join(module, collected, graph), graph);
  }

  /// Three poolings in turn, joined with what they began with.
  private static FeatureMap pyramid(TorchModule module, FeatureMap input, NetworkGraph graph)
      throws ModelImportException {
    List<FeatureMap> levels = new ArrayList<>();
    levels.add(Layers.apply(module.child("cv1"), input, graph));
    inTurn(module, levels, graph, "cv2", "cv3", "cv4");
    return Layers.apply(module.child("cv5"), FeatureMaps.join(module, levels, graph), graph);
  }

  private static void inTurn(
      TorchModule module, List<FeatureMap> maps, NetworkGraph graph, String... parts)
      throws ModelImportException {
    for (String part : parts) {
      maps.add(Layers.apply(module.child(part), maps.getLast(), graph));
    }
  }
}
