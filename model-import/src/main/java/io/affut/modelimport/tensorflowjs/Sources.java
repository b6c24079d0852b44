package io.affut.modelimport.tensorflowjs;

import io.affut.modelimport.ElementType;
import io.affut.modelimport.ModelImportException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Where values come from: inputs, weights, and nodes that hand on what they get.
final class Sources {
  static final Map<String, Operation> OPERATIONS =
      Map.of(
          "Placeholder", Sources::placeholder,
          "Const", Sources::constant,
          "Identity", (node, conversion) -> conversion.input(node, 0),
          "StopGradient", (node, conversion) -> conversion.input(node, 0),
          "Shape", Sources::shape);

  private Sources() {}

  private static Value placeholder(GraphNode node, Conversion conversion)
      throws ModelImportException {
    List<Long> extents =
        new ArrayList<>(
            conversion
                .model()
                .inputShape(node)
                .orElseThrow(() -> node.refusal("has no known shape")));
    boolean one = !extents.isEmpty() && Math.abs(extents.getFirst()) == 1;
    if (one) {
      extents.set(0, 1L);
    }
    if (extents.contains(-1L)) {
      throw node.refusal("has the shape " + extents + ", and only the batch may be unknown (-1)");
    }
    Shape shape = Shape.of(extents);
    boolean batch = one && shape.rank() > 1 && conversion.isForBatches();
    return conversion.networkInput(
        node, node.attributes().type("dtype"), new Shape(shape.extents(), batch));
  }

  private static Value constant(GraphNode node, Conversion conversion) throws ModelImportException {
    return conversion
        .model()
        .weights()
        .read(node.name())
        .orElseThrow(() -> node.refusal("has no weight in the manifest"));
  }

  /// Shapes are known, so what is computed from them (the size of a resize, say) is too. A batch
  /// counts as one here too: what is made of it is a shape for one picture, or needs a batch of
  /// one.
  private static Value shape(GraphNode node, Conversion conversion) throws ModelImportException {
    Shape shape = conversion.input(node, 0).shape();
    double[] extents = shape.extents().stream().mapToDouble(Integer::doubleValue).toArray();
    return Constant.of(node.name(), ElementType.INT32, new Shape(List.of(extents.length)), extents);
  }
}
