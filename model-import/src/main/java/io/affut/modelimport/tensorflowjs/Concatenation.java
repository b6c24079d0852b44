package io.affut.modelimport.tensorflowjs;

import io.affut.modelimport.ModelImportException;
import io.affut.modelimport.onnx.OnnxAttribute;
import java.io.ByteArrayOutputStream;
import java.util.List;

/// Values put side by side along an axis that they have.
final class Concatenation {
  private Concatenation() {}

  /// @param parts at least one, alike but for their extent along `axis`
  static Value of(GraphNode node, Conversion conversion, List<Value> parts, int axis)
      throws ModelImportException {
    Shape shape = shape(node, parts, axis);
    if (parts.stream().allMatch(Constant.class::isInstance)
        && shape.elements() <= Constant.MOST_FOLDED) {
      return folded(node, parts.stream().map(Constant.class::cast).toList(), shape, axis);
    }
    Layout layout =
        parts.stream().anyMatch(part -> part.home() == Layout.CHANNELS_FIRST)
            ? Layout.CHANNELS_FIRST
            : Layout.AS_WRITTEN;
    return conversion.result(
        node,
        parts.getFirst().type(),
        shape,
        layout,
        "Concat",
        conversion.tensors(parts, layout),
        OnnxAttribute.integer("axis", layout.axis(axis)));
  }

  private static Shape shape(GraphNode node, List<Value> parts, int axis)
      throws ModelImportException {
    Value first = parts.getFirst();
    if (axis == 0 || parts.stream().anyMatch(part -> !part.shape().batch())) {
      parts.forEach(part -> part.shape().requireNoBatch());
    }
    long sum = 0;
    for (Value part : parts) {
      boolean alike =
          part.type() == first.type()
              && part.shape().rank() == first.shape().rank()
              && part.shape().with(axis, 0).equals(first.shape().with(axis, 0));
      if (!alike) {
        throw node.refusal(
            "puts %s of shape %s beside %s of shape %s"
                .formatted(first.name(), first.shape(), part.name(), part.shape()));
      }
      sum += part.shape().extent(axis);
    }
    return first.shape().with(axis, sum);
  }

  private static Constant folded(GraphNode node, List<Constant> parts, Shape shape, int axis) {
    // Along the axis each part has one run of bytes for each index of the axes before it.
    int runs = shape.extents().subList(0, axis).stream().reduce(1, (a, b) -> a * b);
    ByteArrayOutputStream data = new ByteArrayOutputStream();
    for (int run = 0; run < runs; run++) {
      for (Constant part : parts) {
        int length = part.data().length / runs;
        data.write(part.data(), run * length, length);
      }
    }
    return new Constant(node.name(), parts.getFirst().type(), shape, data.toByteArray());
  }
}
