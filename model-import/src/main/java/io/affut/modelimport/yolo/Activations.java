package io.affut.modelimport.yolo;

import io.affut.modelimport.ModelImportException;
import io.affut.modelimport.onnx.OnnxAttribute;
import java.util.List;
import java.util.Map;

/// Functions of each number alone.
final class Activations {
  static final Map<String, Layer> LAYERS =
      Map.of(
          "nn.Identity", (_, input, _) -> input,
          "Silence", (_, input, _) -> input,
          "nn.SiLU", Activations::silu,
          "nn.ReLU", (_, input, graph) -> single("Relu", input, graph),
          "nn.Hardswish", (_, input, graph) -> single("HardSwish", input, graph),
          "nn.LeakyReLU", Activations::leaky);

  private Activations() {}

  /// `x * sigmoid(x)`, which engines compute within the convolution before it.
  private static FeatureMap silu(TorchModule module, FeatureMap input, NetworkGraph graph) {
    String name = input.tensor() + ":act";
    String gate = graph.node("Sigmoid", input.tensor() + ":sigmoid", List.of(input.tensor()));
    String result = graph.node("Mul", name, List.of(input.tensor(), gate));
    return input.with(result, input.channels());
  }

  private static FeatureMap leaky(TorchModule module, FeatureMap input, NetworkGraph graph)
      throws ModelImportException {
    float slope = (float) module.number("negative_slope");
    String result =
        graph.node(
            "LeakyRelu",
            input.tensor() + ":act",
            List.of(input.tensor()),
            OnnxAttribute.number("alpha", slope));
    return input.with(result, input.channels());
  }

  private static FeatureMap single(String operator, FeatureMap input, NetworkGraph graph) {
    String result = graph.node(operator, input.tensor() + ":act", List.of(input.tensor()));
    return input.with(result, input.channels());
  }
}
