package io.affut.modelimport.yolo;

import io.affut.modelimport.ModelImportException;
import io.affut.modelimport.ModelPort;
import io.affut.modelimport.onnx.OnnxAttribute;
import java.util.ArrayList;
import java.util.List;

/// The `Detect` of YOLOv5: for each cell a few boxes, each of them a change of an anchor, which is
/// a box of a usual size.
///
/// With `s` for what the sigmoid gives and a cell's place `c`, the middle is `(2 s - 0.5 + c) *
/// stride`, the size is `(2 s)^2 * anchor`, as the [YOLOv5
/// documentation](https://docs.ultralytics.com/yolov5/tutorials/architecture_description/) has it.
final class AnchorHead {
  private static final int MOST_CLASSES = 10_000;
  private static final int MOST_ANCHORS = 64;

  private AnchorHead() {}

  static Head of(TorchModule module, List<FeatureMap> maps, NetworkGraph graph)
      throws ModelImportException {
    int classes = module.whole("nc", 1, MOST_CLASSES);
    int anchors = module.whole("na", 1, MOST_ANCHORS);
    List<Integer> strides = Levels.strides(module, maps);
    List<TorchModule> parts = Levels.parts(module, "m", maps);
    // Width and height of each anchor of each map, in cells.
    float[] sizes = module.numbers("anchors", 2L * maps.size() * anchors);
    List<String> levels = new ArrayList<>();
    for (int i = 0; i < maps.size(); i++) {
      FeatureMap raw = Levels.apply(parts.get(i), maps.get(i), anchors * (5 + classes), graph);
      float[] ofLevel = new float[anchors * 2];
      for (int j = 0; j < ofLevel.length; j++) {
        ofLevel[j] = sizes[i * ofLevel.length + j] * strides.get(i);
      }
      levels.add(boxes(module.path() + ":" + i, raw, classes, ofLevel, strides.get(i), graph));
    }
    ModelPort output = ModelPort.floats("output0", "batch", "cells", String.valueOf(5 + classes));
    graph.node("Concat", output.name(), levels, OnnxAttribute.integer("axis", 1));
    return new Head(true, classes, strides, output);
  }

  /// The boxes of one map, `[batch, anchors * cells, 5 + classes]`: anchor by anchor, row by row.
  ///
  /// @param anchors width and height of each in pixels
  private static String boxes(
      String name, FeatureMap raw, int classes, float[] anchors, int stride, NetworkGraph graph) {
    int count = anchors.length / 2;
    String apart =
        graph.node(
            "Reshape",
            name + ":anchors_apart",
            List.of(raw.tensor(), graph.integers(0, count, 5L + classes, -1)));
    String shares = graph.node("Sigmoid", name + ":shares", List.of(apart));
    List<String> parts =
        graph.split(
            shares,
            2,
            List.of(name + ":places", name + ":scales", name + ":confidences"),
            2,
            2,
            1 + classes);
    String twice = graph.floats(name + ":two_cells", List.of(), 2 * stride);
    String within = graph.node("Mul", name + ":within", List.of(parts.get(0), twice));
    String cells = CellGrid.of(name + ":cells", raw.tensor(), -0.5f, stride, graph);
    String middles = graph.node("Add", name + ":middles", List.of(within, cells));
    float[] largest = new float[anchors.length];
    for (int i = 0; i < largest.length; i++) {
      largest[i] = 4 * anchors[i];
    }
    String factors = graph.floats(name + ":largest", List.of(1, count, 2, 1), largest);
    String squares = graph.node("Mul", name + ":squares", List.of(parts.get(1), parts.get(1)));
    String sizes = graph.node("Mul", name + ":sizes", List.of(squares, factors));
    String columns =
        graph.node(
            "Concat",
            name + ":columns",
            List.of(middles, sizes, parts.get(2)),
            OnnxAttribute.integer("axis", 2));
    String rows =
        graph.node(
            "Transpose",
            name + ":rows",
            List.of(columns),
            OnnxAttribute.integers("perm", 0, 1, 3, 2));
    return graph.node(
        "Reshape", name + ":boxes", List.of(rows, graph.integers(0, -1, 5L + classes)));
  }
}
