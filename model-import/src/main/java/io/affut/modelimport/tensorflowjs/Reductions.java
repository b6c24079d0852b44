package io.affut.modelimport.tensorflowjs;

import ai.onnx.proto.OnnxMl.AttributeProto;
import io.affut.modelimport.ModelImportException;
import io.affut.modelimport.onnx.OnnxAttribute;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// Operations that reduce whole axes to one number.
final class Reductions {
  static final Map<String, Operation> OPERATIONS =
      Map.of(
          "Mean", (node, conversion) -> reduce(node, conversion, "ReduceMean"),
          "Max", (node, conversion) -> reduce(node, conversion, "ReduceMax"),
          "Min", (node, conversion) -> reduce(node, conversion, "ReduceMin"),
          "Sum", (node, conversion) -> reduce(node, conversion, "ReduceSum"));

  private Reductions() {}

  private static Value reduce(GraphNode node, Conversion conversion, String operator)
      throws ModelImportException {
    Value x = conversion.input(node, 0);
    Set<Integer> axes = new TreeSet<>();
    for (int axis : conversion.integers(node, 1)) {
      axes.add(conversion.axis(node, axis, x.shape().rank()));
    }
    if (axes.isEmpty()) {
      return x; // in TensorFlow no axis means none; in ONNX it would mean all
    }
    boolean kept = node.attributes().flag("keep_dims", false);
    Layout layout = kept || ReducedAxes.keepOrder(x, axes) ? x.home() : Layout.AS_WRITTEN;
    int[] reduced = layout.axes(axes.stream().mapToInt(Integer::intValue).toArray());
    Arrays.sort(reduced);
    List<String> operands = new ArrayList<>(List.of(conversion.tensor(x, layout)));
    List<AttributeProto> attributes =
        new ArrayList<>(List.of(OnnxAttribute.integer("keepdims", kept ? 1 : 0)));
    // Of these operators only ReduceSum takes its axes as an operand in opset 17.
    if (operator.equals("ReduceSum")) {
      operands.add(conversion.integers(node.name(), "axes", reduced));
    } else {
      attributes.add(OnnxAttribute.integers("axes", reduced));
    }
    return conversion.result(
        node,
        x.type(),
        ReducedAxes.without(x.shape(), axes, kept),
        kept ? layout : Layout.AS_WRITTEN,
        operator,
        operands,
        attributes.toArray(AttributeProto[]::new));
  }
}
