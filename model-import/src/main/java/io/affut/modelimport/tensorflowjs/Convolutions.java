package io.affut.modelimport.tensorflowjs;

import io.affut.modelimport.ModelImportException;
import io.affut.modelimport.onnx.OnnxAttribute;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Convolutions over pictures, alone or with a bias and an activation fused to them.
final class Convolutions {
  static final Map<String, Operation> OPERATIONS =
      Map.of(
          "Conv2D", Convolutions::convolution,
          "_FusedConv2D", Convolutions::convolution,
          "FusedConv2D", Convolutions::convolution,
          "DepthwiseConv2dNative", Convolutions::depthwise,
          "DepthwiseConv2d", Convolutions::depthwise,
          "FusedDepthwiseConv2dNative", Convolutions::depthwise);

  private Convolutions() {}

  /// The kernel is `[height, width, channels in, channels out]`; ONNX has the channels first.
  private static Value convolution(GraphNode node, Conversion conversion)
      throws ModelImportException {
    Value picture = conversion.input(node, 0, 4);
    Constant kernel = kernel(node, conversion);
    int channels = picture.shape().extent(3);
    int taken = kernel.shape().extent(2);
    if (taken == 0 || channels % taken != 0 || kernel.shape().extent(3) % (channels / taken) != 0) {
      throw mismatch(node, kernel, picture);
    }
    Constant arranged = kernel.permuted(3, 2, 0, 1);
    String filter = conversion.initializer(arranged, ":kernel");
    return add(node, conversion, picture, arranged.shape(), filter, channels / taken);
  }

  /// The kernel is `[height, width, channels, multiplier]`: each channel alone gives `multiplier`
  /// channels, which lie side by side in the output.
  private static Value depthwise(GraphNode node, Conversion conversion)
      throws ModelImportException {
    Value picture = conversion.input(node, 0, 4);
    Constant kernel = kernel(node, conversion);
    int channels = picture.shape().extent(3);
    if (kernel.shape().extent(2) != channels) {
      throw mismatch(node, kernel, picture);
    }
    Shape shape = kernel.shape();
    Constant arranged =
        kernel
            .permuted(2, 3, 0, 1)
            .reshaped(Shape.of(channels * shape.extent(3), 1, shape.extent(0), shape.extent(1)));
    String filter = conversion.initializer(arranged, ":depthwise");
    return add(node, conversion, picture, arranged.shape(), filter, channels);
  }

  /// @param kernel the shape of `filter`: `[channels out, channels in, height, width]`
  private static Value add(
      GraphNode node, Conversion conversion, Value picture, Shape kernel, String filter, int groups)
      throws ModelImportException {
    ChannelsLast.require(node);
    Window window = Window.of(node, picture.shape(), kernel.extent(2), kernel.extent(3));
    int channels = kernel.extent(0);
    FusedEnding ending = FusedEnding.of(node, conversion, channels, Layout.CHANNELS_FIRST);
    List<String> operands = new ArrayList<>();
    operands.add(conversion.tensor(picture, Layout.CHANNELS_FIRST));
    operands.add(filter);
    ending.bias().ifPresent(bias -> operands.add(conversion.initializer(bias, "")));
    return ending.add(
        node,
        conversion,
        window.over(picture.shape(), channels),
        Layout.CHANNELS_FIRST,
        result ->
            conversion.add(
                "Conv",
                result,
                operands,
                window.kernelShape(),
                window.strides(),
                window.dilations(),
                window.pads(),
                OnnxAttribute.integer("group", groups)));
  }

  private static Constant kernel(GraphNode node, Conversion conversion)
      throws ModelImportException {
    Constant kernel = conversion.constant(node, 1);
    if (kernel.shape().rank() != 4) {
      throw node.refusal("has a kernel of shape " + kernel.shape());
    }
    return kernel;
  }

  private static ModelImportException mismatch(GraphNode node, Constant kernel, Value picture) {
    return node.refusal(
        "has a kernel of shape %s for an input of shape %s"
            .formatted(kernel.shape(), picture.shape()));
  }
}
