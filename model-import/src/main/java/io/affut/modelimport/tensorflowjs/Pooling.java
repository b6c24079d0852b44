package io.affut.modelimport.tensorflowjs;

import io.affut.modelimport.ModelImportException;
import java.util.List;
import java.util.Map;

/// The largest or the mean element under a window; padding counts for nothing in either.
final class Pooling {
  static final Map<String, Operation> OPERATIONS =
      Map.of(
          "MaxPool", (node, conversion) -> pool(node, conversion, "MaxPool"),
          "AvgPool", (node, conversion) -> pool(node, conversion, "AveragePool"));

  private Pooling() {}

  private static Value pool(GraphNode node, Conversion conversion, String operator)
      throws ModelImportException {
    ChannelsLast.require(node);
    Value picture = conversion.input(node, 0, 4);
    int[] kernel = Window.perAxis(node, "ksize");
    Window window = Window.of(node, picture.shape(), kernel[1], kernel[2]);
    return conversion.result(
        node,
        picture.type(),
        window.over(picture.shape(), picture.shape().extent(3)),
        Layout.CHANNELS_FIRST,
        operator,
        List.of(conversion.tensor(picture, Layout.CHANNELS_FIRST)),
        window.kernelShape(),
        window.strides(),
        window.pads());
  }
}
