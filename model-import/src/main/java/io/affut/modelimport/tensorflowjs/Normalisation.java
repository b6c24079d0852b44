package io.affut.modelimport.tensorflowjs;

import io.affut.modelimport.ModelImportException;
import io.affut.modelimport.onnx.OnnxAttribute;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Batch normalisation with the statistics of training, and softmax.
final class Normalisation {
  static final Map<String, Operation> OPERATIONS =
      Map.of(
          "FusedBatchNorm", Normalisation::batch,
          "FusedBatchNormV2", Normalisation::batch,
          "FusedBatchNormV3", Normalisation::batch,
          "Softmax", Normalisation::softmax);

  private Normalisation() {}

  private static Value batch(GraphNode node, Conversion conversion) throws ModelImportException {
    ChannelsLast.require(node);
    Value picture = conversion.input(node, 0, 4);
    int channels = picture.shape().extent(3);
    List<String> operands = new ArrayList<>();
    operands.add(conversion.tensor(picture, Layout.CHANNELS_FIRST));
    // Scale, offset, mean, variance, in this order in both.
    for (int i = 1; i <= 4; i++) {
      Constant statistic = conversion.constant(node, i);
      if (!statistic.shape().extents().equals(List.of(channels))) {
        throw node.refusal(
            "has statistics of shape %s for %d channels".formatted(statistic.shape(), channels));
      }
      operands.add(conversion.initializer(statistic, ""));
    }
    return conversion.result(
        node,
        picture.type(),
        picture.shape(),
        Layout.CHANNELS_FIRST,
        "BatchNormalization",
        operands,
        OnnxAttribute.number("epsilon", node.attributes().number("epsilon", 1e-4f)));
  }

  /// Over the last axis.
  private static Value softmax(GraphNode node, Conversion conversion) throws ModelImportException {
    Value x = conversion.input(node, 0);
    int last = conversion.axis(node, -1, x.shape().rank());
    if (last == 0) {
      x.shape().requireNoBatch();
    }
    return conversion.result(
        node,
        x.type(),
        x.shape(),
        x.home(),
        "Softmax",
        List.of(conversion.tensor(x, x.home())),
        OnnxAttribute.integer("axis", x.home().axis(last)));
  }
}
