package io.affut.modelimport.yolo;

import io.affut.modelimport.ModelImportException;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Which heads are known, and what the others are.
final class Heads {
  /// What is told of other networks.
  private static final String KNOWN =
      "only detectors of YOLOv5, YOLOv8 to YOLO12 and YOLO26 can be imported";

  private static final Set<String> DETECTORS =
      Set.of("Detect", "DDetect", "DualDetect", "DualDDetect", "v10Detect");

  /// What is told of heads of other tasks.
  private static final Map<String, String> OTHERS =
      Map.ofEntries(
          Map.entry("Segment", "segments pictures"),
          Map.entry("Segment26", "segments pictures"),
          Map.entry("SemanticSegment", "segments pictures"),
          Map.entry("Pose", "finds the poses of bodies"),
          Map.entry("Pose26", "finds the poses of bodies"),
          Map.entry("OBB", "gives boxes that are turned"),
          Map.entry("OBB26", "gives boxes that are turned"),
          Map.entry("Classify", "classifies whole pictures"),
          Map.entry("Depth", "tells how far things are"),
          Map.entry("RTDETRDecoder", "is a transformer, RT-DETR"),
          Map.entry("WorldDetect", "compares with texts, YOLO-World"),
          Map.entry("YOLOEDetect", "compares with texts, YOLOE"),
          Map.entry("YOLOESegment", "compares with texts, YOLOE"));

  private Heads() {}

  /// Refuses what is no detection head that is known.
  static void requireDetection(TorchModule last) throws ModelImportException {
    String other = OTHERS.get(last.kind());
    if (other != null) {
      throw last.refusal(
          "is the head of a network that %s (%s); %s".formatted(other, last.type(), KNOWN));
    }
    if (!DETECTORS.contains(last.kind())) {
      throw last.refusal("is the last module, and no detection head: " + last.type());
    }
  }

  static Head apply(TorchModule module, List<FeatureMap> maps, NetworkGraph graph)
      throws ModelImportException {
    graph.count(module);
    return AnchorFreeHead.is(module)
        ? AnchorFreeHead.of(module, maps, graph)
        : AnchorHead.of(module, maps, graph);
  }
}
