package io.affut.modelimport.yolo;

import ai.onnx.proto.OnnxMl.AttributeProto;
import io.affut.modelimport.ModelImportException;
import io.affut.modelimport.onnx.OnnxAttribute;
import io.affut.modelimport.pytorch.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Convolutions, alone or with a batch norm and an activation behind them.
final class Convolutions {
  static final Map<String, Layer> LAYERS =
      Map.of(
          "nn.Conv2d", Convolutions::plain,
          "Conv", Convolutions::block,
          "DWConv", Convolutions::block,
          "Focus", Convolutions::focus);

  private static final int MOST_GROUPS = 1 << 16;

  private Convolutions() {}

  private static FeatureMap plain(TorchModule module, FeatureMap input, NetworkGraph graph)
      throws ModelImportException {
    return convolve(module, Optional.empty(), input, graph);
  }

  /// A convolution, a batch norm unless it was folded already, and an activation.
  private static FeatureMap block(TorchModule module, FeatureMap input, NetworkGraph graph)
      throws ModelImportException {
    FeatureMap convolved = convolve(module.child("conv"), module.find("bn"), input, graph);
    return Layers.apply(module.child("act"), convolved, graph);
  }

  /// Puts the four pixels of each square of two by two side by side as channels, and convolves: the
  /// first module of older YOLOv5 networks.
  private static FeatureMap focus(TorchModule module, FeatureMap input, NetworkGraph graph)
      throws ModelImportException {
    List<String> quarters = new ArrayList<>();
    for (int[] start : new int[][] {{0, 0}, {1, 0}, {0, 1}, {1, 1}}) {
      quarters.add(
          graph.node(
              "Slice",
              module.path() + ":every_second",
              List.of(
                  input.tensor(),
                  graph.integers(start[0], start[1]),
                  graph.integers(Integer.MAX_VALUE, Integer.MAX_VALUE),
                  graph.integers(2, 3),
                  graph.integers(2, 2))));
    }
    String together =
        graph.node("Concat", module.path() + ":focus", quarters, OnnxAttribute.integer("axis", 1));
    FeatureMap focused =
        new FeatureMap(together, input.channels() * 4, input.height() / 2, input.width() / 2);
    return Layers.apply(module.child("conv"), focused, graph);
  }

  private static FeatureMap convolve(
      TorchModule module, Optional<TorchModule> norm, FeatureMap input, NetworkGraph graph)
      throws ModelImportException {
    if (!module.kind().equals("nn.Conv2d")) {
      throw module.refusal("should be a Conv2d, but is a " + module.type());
    }
    Value padding = module.attribute("padding_mode").orElse(new Value.Text("zeros"));
    if (!padding.equals(new Value.Text("zeros"))) {
      throw module.refusal("pads with something else than zeros");
    }
    Kernel kernel = Kernel.of(module, norm);
    Window window = Window.of(module);
    List<Integer> shape = kernel.shape();
    int channels = shape.getFirst();
    if (!window.kernel().equals(new Pair(shape.get(2), shape.get(3)))) {
      throw module.refusal("has a kernel of the shape %s and another kernel_size".formatted(shape));
    }
    int groups = module.whole("groups", 1, MOST_GROUPS);
    if ((long) shape.get(1) * groups != input.channels() || channels % groups != 0) {
      throw module.refusal(
          "has a kernel of the shape %s (groups: %d), but %d channels arrive"
              .formatted(shape, groups, input.channels()));
    }
    List<String> operands = new ArrayList<>();
    operands.add(input.tensor());
    operands.add(graph.weight(module.path() + ".weight", shape, kernel.weights()));
    if (kernel.hasBias()) {
      operands.add(graph.weight(module.path() + ".bias", List.of(channels), kernel.biases()));
    }
    List<AttributeProto> attributes = new ArrayList<>(window.attributes());
    attributes.add(OnnxAttribute.integer("group", groups));
    String result = graph.node("Conv", module.path(), operands, attributes);
    return window.over(input, result, channels, module);
  }
}
