package io.affut.modelimport.tensorflowjs;

import io.affut.modelimport.ElementType;
import io.affut.modelimport.ModelImportException;
import io.affut.modelimport.onnx.OnnxAttribute;
import java.util.List;
import java.util.Map;

/// Pictures made larger or smaller, without smoothing.
final class Resizing {
  static final Map<String, Operation> OPERATIONS =
      Map.of(
          "ResizeBilinear", (node, conversion) -> resize(node, conversion, "linear"),
          "ResizeNearestNeighbor", (node, conversion) -> resize(node, conversion, "nearest"));

  private Resizing() {}

  private static Value resize(GraphNode node, Conversion conversion, String mode)
      throws ModelImportException {
    Value picture = conversion.input(node, 0, 4);
    int[] size = conversion.integers(node, 1);
    if (size.length != 2 || size[0] < 1 || size[1] < 1) {
      throw node.refusal("has a size that is no height and width");
    }
    Shape shape = picture.shape().with(1, size[0]).with(2, size[1]);
    boolean corners = node.attributes().flag("align_corners", false);
    boolean centres = node.attributes().flag("half_pixel_centers", false);
    if (corners && centres) {
      throw node.refusal("aligns both corners and centres");
    }
    if (mode.equals("linear") && picture.type() != ElementType.FLOAT32) {
      throw node.refusal("interpolates elements of the type " + picture.type());
    }
    return conversion.result(
        node,
        picture.type(),
        shape,
        Layout.CHANNELS_FIRST,
        "Resize",
        operands(node, conversion, picture, shape),
        OnnxAttribute.text("mode", mode),
        OnnxAttribute.text(
            "coordinate_transformation_mode",
            corners ? "align_corners" : centres ? "half_pixel" : "asymmetric"),
        // From the corner on TensorFlow takes the pixel before; else the nearest, a half upwards.
        OnnxAttribute.text("nearest_mode", corners || centres ? "round_prefer_ceil" : "floor"));
  }

  /// ONNX wants the whole shape, or a factor for each axis. With a batch of any size the factors
  /// serve, if they are exact; else the batch is taken from the picture.
  private static List<String> operands(
      GraphNode node, Conversion conversion, Value picture, Shape shape) {
    String operand = conversion.tensor(picture, Layout.CHANNELS_FIRST);
    if (!shape.batch()) {
      int[] sizes = {shape.extent(0), shape.extent(3), shape.extent(1), shape.extent(2)};
      return List.of(operand, "", "", conversion.integers(node.name(), "sizes", sizes));
    }
    float vertical = (float) shape.extent(1) / picture.shape().extent(1);
    float horizontal = (float) shape.extent(2) / picture.shape().extent(2);
    if (isExact(vertical, picture.shape().extent(1), shape.extent(1))
        && isExact(horizontal, picture.shape().extent(2), shape.extent(2))) {
      Constant scales =
          Constant.of(node.name(), ElementType.FLOAT32, Shape.of(4), 1, 1, vertical, horizontal);
      return List.of(operand, "", conversion.initializer(scales, ":scales"));
    }
    String whole = conversion.step(node, "shape", "Shape", List.of(operand));
    String kept =
        conversion.step(
            node,
            "kept",
            "Slice",
            List.of(
                whole,
                conversion.integers(node.name(), "from", 0),
                conversion.integers(node.name(), "to", 2)));
    String size = conversion.integers(node.name(), "size", shape.extent(1), shape.extent(2));
    String sizes =
        conversion.step(
            node, "sizes", "Concat", List.of(kept, size), OnnxAttribute.integer("axis", 0));
    return List.of(operand, "", "", sizes);
  }

  private static boolean isExact(float factor, int from, int to) {
    return (double) factor * from == to;
  }
}
