package io.affut.modelimport.yolo;

import io.affut.modelimport.ModelImportException;
import io.affut.modelimport.ModelPort;
import io.affut.modelimport.onnx.OnnxAttribute;
import java.util.ArrayList;
import java.util.List;

/// The `Detect` of Ultralytics' package (YOLOv8, YOLO11): for each cell the distances from its
/// middle to the four sides of a box, and a confidence for each class.
///
/// A distance is given as a distribution over `reg_max` whole numbers of cells, of which the mean
/// is taken, as [Generalized Focal Loss](https://arxiv.org/abs/2006.04388) describes it.
final class AnchorFreeHead {
  private static final int MOST_CLASSES = 10_000;
  private static final int MOST_BINS = 64;

  private AnchorFreeHead() {}

  static Head of(TorchModule module, List<FeatureMap> maps, NetworkGraph graph)
      throws ModelImportException {
    int classes = module.whole("nc", 1, MOST_CLASSES);
    float[] bins = bins(module);
    List<Integer> strides = Levels.strides(module, maps);
    List<TorchModule> boxParts = Levels.parts(module, "cv2", maps);
    List<TorchModule> classParts = Levels.parts(module, "cv3", maps);
    List<String> distances = new ArrayList<>();
    List<String> scores = new ArrayList<>();
    List<String> cells = new ArrayList<>();
    for (int i = 0; i < maps.size(); i++) {
      String name = module.path() + ":" + i;
      FeatureMap boxes = Levels.apply(boxParts.get(i), maps.get(i), 4 * bins.length, graph);
      FeatureMap logits = Levels.apply(classParts.get(i), maps.get(i), classes, graph);
      distances.add(distances(name, boxes, bins, strides.get(i), graph));
      scores.add(
          graph.node(
              "Reshape",
              name + ":logits",
              List.of(logits.tensor(), graph.integers(0, classes, -1))));
      cells.add(CellGrid.of(name + ":middles", boxes.tensor(), 0.5f, strides.get(i), graph));
    }
    String path = module.path();
    List<String> operands =
        new ArrayList<>(
            boxes(
                path,
                join(path + ":distances", distances, graph),
                join(path + ":middles", cells, graph),
                graph));
    operands.add(
        graph.node(
            "Sigmoid", path + ":confidences", List.of(join(path + ":logits", scores, graph))));
    ModelPort output = ModelPort.floats("output0", "batch", String.valueOf(4 + classes), "cells");
    graph.node("Concat", output.name(), operands, OnnxAttribute.integer("axis", 1));
    return new Head(false, classes, strides, output);
  }

  /// The distances that the distribution is over, in cells.
  private static float[] bins(TorchModule module) throws ModelImportException {
    int count = module.whole("reg_max", 1, MOST_BINS);
    if (count == 1) {
      throw module.refusal("gives distances without a distribution, as YOLO26, which is not known");
    }
    return module.child("dfl").child("conv").numbers("weight", count);
  }

  /// `[batch, 4, cells]` in pixels: to the left, the top, the right and the bottom.
  private static String distances(
      String name, FeatureMap boxes, float[] bins, int stride, NetworkGraph graph) {
    String distributions =
        graph.node(
            "Reshape",
            name + ":distributions",
            List.of(boxes.tensor(), graph.integers(0, 4, bins.length, -1)));
    String shares =
        graph.node(
            "Softmax", name + ":shares", List.of(distributions), OnnxAttribute.integer("axis", 2));
    float[] pixels = new float[bins.length];
    for (int i = 0; i < bins.length; i++) {
      pixels[i] = bins[i] * stride;
    }
    String row = graph.floats(name + ":bins", List.of(1, bins.length), pixels);
    String means = graph.node("MatMul", name + ":means", List.of(row, shares));
    return graph.node("Reshape", name + ":distances", List.of(means, graph.integers(0, 4, -1)));
  }

  /// Middles and sizes of the boxes, each `[batch, 2, cells]` in pixels.
  private static List<String> boxes(
      String path, String distances, String middles, NetworkGraph graph) {
    List<String> sides =
        graph.split(distances, 1, List.of(path + ":left_top", path + ":right_bottom"), 2, 2);
    String leftTop = sides.getFirst();
    String rightBottom = sides.getLast();
    String beyond = graph.node("Sub", path + ":beyond", List.of(rightBottom, leftTop));
    String half = graph.floats(path + ":half", List.of(), 0.5f);
    String shift = graph.node("Mul", path + ":shift", List.of(beyond, half));
    return List.of(
        graph.node("Add", path + ":box_middles", List.of(middles, shift)),
        graph.node("Add", path + ":box_sizes", List.of(leftTop, rightBottom)));
  }

  private static String join(String name, List<String> tensors, NetworkGraph graph) {
    return graph.node("Concat", name, tensors, OnnxAttribute.integer("axis", 2));
  }
}
