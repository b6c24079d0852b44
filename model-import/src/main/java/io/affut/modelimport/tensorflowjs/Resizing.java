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
    String sizes =
        conversion.integers(
            node.name(),
            "sizes",
            shape.extent(0),
            shape.extent(3),
            shape.extent(1),
            shape.extent(2));
    if (mode.equals("linear") && picture.type() != ElementType.FLOAT32) {
      throw node.refusal("interpolates elements of the type " + picture.type());
    }
    return conversion.result(
        node,
        picture.type(),
        shape,
        Layout.CHANNELS_FIRST,
        "Resize",
        List.of(conversion.tensor(picture, Layout.CHANNELS_FIRST), "", "", sizes),
        OnnxAttribute.text("mode", mode),
        OnnxAttribute.text(
            "coordinate_transformation_mode",
            corners ? "align_corners" : centres ? "half_pixel" : "asymmetric"),
        // From the corner on TensorFlow takes the pixel before; else the nearest, a half upwards.
        OnnxAttribute.text("nearest_mode", corners || centres ? "round_prefer_ceil" : "floor"));
  }
}
