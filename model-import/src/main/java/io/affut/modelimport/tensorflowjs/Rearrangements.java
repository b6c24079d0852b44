package io.affut.modelimport.tensorflowjs;

import io.affut.modelimport.ModelImportException;
import io.affut.modelimport.onnx.OnnxAttribute;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// Operations that leave the elements as they are and put them in another shape or order, together
/// with others, or with padding around them.
final class Rearrangements {
  static final Map<String, Operation> OPERATIONS =
      Map.of(
          "Reshape", Rearrangements::reshape,
          "ExpandDims", Rearrangements::expand,
          "Squeeze", Rearrangements::squeeze,
          "Transpose", Rearrangements::transpose,
          "ConcatV2", Rearrangements::concatenate,
          "Pack", Rearrangements::pack,
          "Pad", Rearrangements::pad,
          "PadV2", Rearrangements::pad);

  private Rearrangements() {}

  private static Value reshape(GraphNode node, Conversion conversion) throws ModelImportException {
    Value x = conversion.input(node, 0);
    int[] wanted = conversion.integers(node, 1);
    long[] extents = Arrays.stream(wanted).asLongStream().toArray();
    int open = -1;
    long others = 1;
    for (int i = 0; i < extents.length; i++) {
      if (extents[i] == -1 && open < 0) {
        open = i;
      } else {
        others *= Math.clamp(extents[i], -1, Integer.MAX_VALUE);
        if (others < 0 || others > Integer.MAX_VALUE) {
          throw impossible(node, x, wanted);
        }
      }
    }
    if (open >= 0 && others > 0) {
      extents[open] = x.shape().elements() / others;
      others *= extents[open];
    }
    if (others != x.shape().elements() || open >= 0 && extents[open] < 0) {
      throw impossible(node, x, wanted);
    }
    return reshaped(node, conversion, x, x.shape().inShape(Shape.of(extents)));
  }

  private static ModelImportException impossible(GraphNode node, Value x, int[] wanted) {
    return node.refusal("brings " + x.shape() + " into the shape " + Arrays.toString(wanted));
  }

  private static Value expand(GraphNode node, Conversion conversion) throws ModelImportException {
    Value x = conversion.input(node, 0);
    int[] axis = conversion.integers(node, 1);
    if (axis.length != 1) {
      throw node.refusal("has " + axis.length + " axes");
    }
    int place = conversion.axis(node, axis[0], x.shape().rank() + 1);
    return reshaped(node, conversion, x, expanded(x.shape(), place));
  }

  /// A shape with an extent of 1 put in before axis `axis`.
  private static Shape expanded(Shape shape, int axis) {
    if (axis == 0) {
      shape.requireNoBatch();
    }
    List<Integer> extents = new ArrayList<>(shape.extents());
    extents.add(axis, 1);
    return new Shape(extents, shape.batch());
  }

  private static Value squeeze(GraphNode node, Conversion conversion) throws ModelImportException {
    Value x = conversion.input(node, 0);
    Set<Integer> axes = new TreeSet<>();
    for (int axis : node.attributes().integers("squeeze_dims")) {
      int counted = conversion.axis(node, axis, x.shape().rank());
      if (x.shape().extent(counted) != 1) {
        throw node.refusal("takes away the axis %d of %s".formatted(axis, x.shape()));
      }
      axes.add(counted);
    }
    if (axes.isEmpty()) {
      for (int axis = 0; axis < x.shape().rank(); axis++) {
        if (x.shape().extent(axis) == 1) {
          axes.add(axis);
        }
      }
    }
    Shape shape = ReducedAxes.without(x.shape(), axes, false);
    Layout from = ReducedAxes.keepOrder(x, axes) ? x.home() : Layout.AS_WRITTEN;
    return Reshaping.of(node.name(), conversion, x, from, shape);
  }

  private static Value reshaped(GraphNode node, Conversion conversion, Value x, Shape shape) {
    return Reshaping.of(node.name(), conversion, x, Layout.AS_WRITTEN, shape);
  }

  private static Value transpose(GraphNode node, Conversion conversion)
      throws ModelImportException {
    Value x = conversion.input(node, 0);
    int rank = x.shape().rank();
    int[] order = conversion.integers(node, 1);
    Set<Integer> axes = new TreeSet<>();
    for (int i = 0; i < order.length; i++) {
      order[i] = conversion.axis(node, order[i], rank);
      axes.add(order[i]);
    }
    if (order.length != rank || axes.size() != rank) {
      throw node.refusal("has an order of axes that is none: " + Arrays.toString(order));
    }
    if (x instanceof Constant constant) {
      return constant.permuted(order).renamed(node.name());
    }
    return conversion.result(
        node,
        x.type(),
        x.shape().permuted(order),
        Layout.AS_WRITTEN,
        "Transpose",
        List.of(conversion.tensor(x, x.home())),
        OnnxAttribute.integers("perm", x.home().axes(order)));
  }

  private static Value concatenate(GraphNode node, Conversion conversion)
      throws ModelImportException {
    int count = node.inputs().size() - 1;
    if (count < 1) {
      throw node.refusal("has nothing to put together");
    }
    List<Value> parts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      parts.add(conversion.input(node, i));
    }
    int[] axis = conversion.integers(node, count);
    if (axis.length != 1) {
      throw node.refusal("has " + axis.length + " axes");
    }
    return Concatenation.of(
        node, conversion, parts, conversion.axis(node, axis[0], parts.getFirst().shape().rank()));
  }

  /// Puts values side by side along a new axis.
  private static Value pack(GraphNode node, Conversion conversion) throws ModelImportException {
    List<Value> parts = new ArrayList<>();
    for (int i = 0; i < node.inputs().size(); i++) {
      parts.add(conversion.input(node, i));
    }
    if (parts.isEmpty()) {
      throw node.refusal("has nothing to put together");
    }
    int rank = parts.getFirst().shape().rank() + 1;
    int axis = conversion.axis(node, (int) node.attributes().integer("axis", 0), rank);
    List<Value> expanded = new ArrayList<>();
    for (int i = 0; i < parts.size(); i++) {
      Value part = parts.get(i);
      Shape shape = expanded(part.shape(), Math.min(axis, part.shape().rank()));
      expanded.add(Reshaping.of(node.name() + ":" + i, conversion, part, Layout.AS_WRITTEN, shape));
    }
    return Concatenation.of(node, conversion, expanded, axis);
  }

  private static Value pad(GraphNode node, Conversion conversion) throws ModelImportException {
    Value x = conversion.input(node, 0);
    int rank = x.shape().rank();
    Constant paddings = conversion.constant(node, 1);
    if (!paddings.shape().extents().equals(List.of(rank, 2))) {
      throw node.refusal("has paddings of shape " + paddings.shape());
    }
    int[] amounts = conversion.integers(node, 1);
    int[] pads = new int[2 * rank];
    Shape shape = x.shape();
    for (int axis = 0; axis < rank; axis++) {
      int before = amounts[2 * axis];
      int after = amounts[2 * axis + 1];
      if (before < 0 || after < 0) {
        throw node.refusal("has a negative padding");
      }
      shape = shape.with(axis, (long) shape.extent(axis) + before + after);
      pads[x.home().axis(axis)] = before;
      pads[rank + x.home().axis(axis)] = after;
    }
    List<String> operands = new ArrayList<>();
    operands.add(conversion.tensor(x, x.home()));
    operands.add(conversion.integers(node.name(), "pads", pads));
    if (node.inputs().size() > 2) {
      Constant fill = conversion.constant(node, 2);
      if (fill.shape().rank() != 0 || fill.type() != x.type()) {
        throw node.refusal("pads with " + fill.name() + ", which is no single number of its type");
      }
      operands.add(conversion.initializer(fill, ""));
    }
    return conversion.result(node, x.type(), shape, x.home(), "Pad", operands);
  }
}
