package io.affut.modelimport.yolo;

import io.affut.modelimport.ModelImportException;
import java.util.ArrayList;
import java.util.List;

/// What the heads of all detectors have in common: several feature maps, each a grid of cells of
/// another size.
final class Levels {
  private static final int MOST = 8;

  private Levels() {}

  /// The sizes of the cells of each map in pixels, which have to be those that the head says.
  static List<Integer> strides(TorchModule head, List<FeatureMap> maps)
      throws ModelImportException {
    if (maps.size() > MOST) {
      throw head.refusal("takes %d feature maps".formatted(maps.size()));
    }
    float[] said = head.numbers("stride", maps.size());
    List<Integer> strides = new ArrayList<>();
    for (int i = 0; i < maps.size(); i++) {
      FeatureMap map = maps.get(i);
      int stride = FeatureMap.PICTURE / map.height();
      if (map.height() != map.width()
          || stride * map.height() != FeatureMap.PICTURE
          || said[i] != stride) {
        throw head.refusal(
            "has a stride of %s, but gets %s for a picture of %d pixels"
                .formatted(said[i], map.shown(), FeatureMap.PICTURE));
      }
      strides.add(stride);
    }
    return strides;
  }

  /// The parts of a list of parts, one for each map.
  static List<TorchModule> parts(TorchModule head, String name, List<FeatureMap> maps)
      throws ModelImportException {
    List<TorchModule> parts = head.child(name).children();
    if (parts.size() != maps.size()) {
      throw head.refusal(
          "has %d parts in %s for %d feature maps".formatted(parts.size(), name, maps.size()));
    }
    return parts;
  }

  /// Applies a part of the head, which has to give so many channels for each cell.
  static FeatureMap apply(TorchModule part, FeatureMap map, int channels, NetworkGraph graph)
      throws ModelImportException {
    FeatureMap result = Layers.apply(part, map, graph);
    if (!result.covers(map) || result.channels() != channels) {
      throw part.refusal(
          "gives %s where %d channels of %d by %d are needed"
              .formatted(result.shown(), channels, map.height(), map.width()));
    }
    return result;
  }
}
