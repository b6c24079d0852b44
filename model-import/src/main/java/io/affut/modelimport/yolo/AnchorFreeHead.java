package io.affut.modelimport.yolo;

import io.affut.modelimport.ModelImportException;
import io.affut.modelimport.ModelPort;
import io.affut.modelimport.onnx.OnnxAttribute;
import java.util.ArrayList;
import java.util.List;

/// The `Detect` of Ultralytics' package (YOLOv8 and later): for each cell the distances from its
/// middle to the four sides of a box, and a confidence for each class.
///
/// A distance is given as a distribution over `reg_max` whole numbers of cells, of which the mean
/// is taken, as [Generalized Focal Loss](https://arxiv.org/abs/2006.04388) describes it; or, where
/// `reg_max` is 1, as it is, in cells.
///
/// [YOLOv10](https://arxiv.org/abs/2405.14458) and YOLO26 were trained with two sets of parts: one
/// gives many boxes for a thing, the other one, which needs no suppression. The first is taken, as
/// Ultralytics' package does since 8.4 unless it is told otherwise; the second only where the first
/// was left out of the file.
final class AnchorFreeHead {
  private static final int MOST_CLASSES = 10_000;
  private static final int MOST_BINS = 64;

  private static final String BOXES = "cv2";

  /// The names of parts that do the same.
  ///
  /// @param boxes gives distances for each map
  /// @param scores gives confidences for each map
  /// @param distribution holds what distances are distributed over
  private record Parts(String boxes, String scores, String distribution) {
    static final Parts USUAL = new Parts(BOXES, "cv3", "dfl");

    /// Those that give one box for a thing.
    static final Parts ONE_TO_ONE = new Parts("one2one_cv2", "one2one_cv3", "dfl");

    /// Those behind the second half of the maps in heads of YOLOv9's repository, of which the first
    /// half is there for training alone.
    static final Parts SECOND = new Parts("cv4", "cv5", "dfl2");

    static Parts of(TorchModule module) throws ModelImportException {
      if (module.kind().startsWith("Dual")) {
        return SECOND;
      }
      return module.find(BOXES).isPresent() ? USUAL : ONE_TO_ONE;
    }
  }

  private AnchorFreeHead() {}

  /// Whether a head is one of these: it has the parts for boxes.
  static boolean is(TorchModule module) throws ModelImportException {
    return module.find(BOXES).isPresent() || module.find(Parts.ONE_TO_ONE.boxes).isPresent();
  }

  static Head of(TorchModule module, List<FeatureMap> all, NetworkGraph graph)
      throws ModelImportException {
    Parts parts = Parts.of(module);
    List<FeatureMap> maps = parts == Parts.SECOND ? all.subList(all.size() / 2, all.size()) : all;
    int classes = module.whole("nc", 1, MOST_CLASSES);
    float[] bins = bins(module, parts.distribution, graph);
    List<Integer> strides = Levels.strides(module, maps);
    List<TorchModule> boxParts = Levels.parts(module, parts.boxes, maps);
    List<TorchModule> classParts = Levels.parts(module, parts.scores, maps);
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

  /// The distances that the distribution is over, in cells; one where there is none.
  private static float[] bins(TorchModule module, String part, NetworkGraph graph)
      throws ModelImportException {
    int count = module.whole("reg_max", 1, MOST_BINS);
    if (count == 1) {
      return new float[] {1};
    }
    TorchModule distribution = module.child(part);
    graph.count(distribution);
    return distribution.child("conv").numbers("weight", count);
  }

  /// `[batch, 4, cells]` in pixels: to the left, the top, the right and the bottom.
  private static String distances(
      String name, FeatureMap boxes, float[] bins, int stride, NetworkGraph graph) {
    if (bins.length == 1) {
      String cells =
          graph.node("Reshape", name + ":cells", List.of(boxes.tensor(), graph.integers(0, 4, -1)));
      String size = graph.floats(name + ":stride", List.of(), stride);
      return graph.node("Mul", name + ":distances", List.of(cells, size));
    }
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
