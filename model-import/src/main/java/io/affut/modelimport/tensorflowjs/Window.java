package io.affut.modelimport.tensorflowjs;

import ai.onnx.proto.OnnxMl.AttributeProto;
import io.affut.modelimport.ModelImportException;
import io.affut.modelimport.onnx.OnnxAttribute;

/// How a kernel moves over a picture, with the padding in pixels.
///
/// @param vertical along the height
/// @param horizontal along the width
record Window(Span vertical, Span horizontal) {

  /// A window along one axis.
  ///
  /// @param kernel how many pixels it touches
  /// @param dilation how far they lie apart
  /// @param before how many pixels of padding come before the first
  /// @param outputs how many places it stops at
  record Span(int kernel, int stride, int dilation, int before, int after, int outputs) {}

  /// Reads `strides`, `dilations` and `padding` of a node.
  ///
  /// @param picture `[batch, height, width, channels]`
  static Window of(GraphNode node, Shape picture, int kernelHeight, int kernelWidth)
      throws ModelImportException {
    int[] strides = perAxis(node, "strides");
    int[] dilations = perAxis(node, "dilations");
    return new Window(
        span(node, picture.extent(1), kernelHeight, strides[1], dilations[1], 2),
        span(node, picture.extent(2), kernelWidth, strides[2], dilations[2], 4));
  }

  /// Four numbers, of which those for the batch and the channels must be 1.
  static int[] perAxis(GraphNode node, String attribute) throws ModelImportException {
    int[] values = node.attributes().integers(attribute, 1, 1, 1, 1);
    if (values.length != 4 || values[0] != 1 || values[3] != 1 || values[1] < 1 || values[2] < 1) {
      throw node.refusal("has " + attribute + " that are not known");
    }
    return values;
  }

  /// What comes out for a picture.
  Shape over(Shape picture, int channels) {
    return picture.with(1, vertical.outputs()).with(2, horizontal.outputs()).with(3, channels);
  }

  AttributeProto kernelShape() {
    return OnnxAttribute.integers("kernel_shape", vertical.kernel(), horizontal.kernel());
  }

  AttributeProto strides() {
    return OnnxAttribute.integers("strides", vertical.stride(), horizontal.stride());
  }

  AttributeProto dilations() {
    return OnnxAttribute.integers("dilations", vertical.dilation(), horizontal.dilation());
  }

  AttributeProto pads() {
    return OnnxAttribute.integers(
        "pads", vertical.before(), horizontal.before(), vertical.after(), horizontal.after());
  }

  /// @param explicit where the attribute `explicit_paddings` has this axis's two numbers
  private static Span span(
      GraphNode node, int pixels, int kernel, int stride, int dilation, int explicit)
      throws ModelImportException {
    long reach = (kernel - 1L) * dilation + 1;
    long before = 0;
    long after = 0;
    String padding = node.attributes().text("padding", "");
    switch (padding) {
      case "VALID" -> {}
      case "SAME" -> {
        // As many outputs as strides fit, the padding split evenly and the odd pixel put after.
        long outputs = (pixels + stride - 1L) / stride;
        long total = Math.max((outputs - 1) * stride + reach - pixels, 0);
        before = total / 2;
        after = total - before;
      }
      case "EXPLICIT" -> {
        int[] pads = node.attributes().integers("explicit_paddings");
        if (pads.length != 8 || pads[0] + pads[1] + pads[6] + pads[7] != 0) {
          throw node.refusal("has explicit paddings that are not known");
        }
        before = pads[explicit];
        after = pads[explicit + 1];
      }
      default -> throw node.refusal("has the padding '" + padding + "', which is not known");
    }
    long room = before + pixels + after - reach;
    if (kernel < 1 || before < 0 || after < 0 || room < 0 || room > Integer.MAX_VALUE) {
      throw node.refusal(
          "has a kernel of %d pixels that does not fit an input of %d".formatted(kernel, pixels));
    }
    return new Span(kernel, stride, dilation, (int) before, (int) after, (int) (room / stride + 1));
  }
}
