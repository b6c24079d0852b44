package io.affut.modelimport.yolo;

import io.affut.modelimport.ModelImportException;
import io.affut.modelimport.onnx.OnnxAttribute;
import io.affut.modelimport.pytorch.Value;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Pooling and enlarging.
final class Resampling {
  static final Map<String, Layer> LAYERS =
      Map.of("nn.MaxPool2d", Resampling::pool, "nn.Upsample", Resampling::enlarge);

  private static final int MOST_TIMES = 16;

  /// Enlarging again and again would let extents overflow.
  private static final int LARGEST = 1 << 16;

  private Resampling() {}

  private static FeatureMap pool(TorchModule module, FeatureMap input, NetworkGraph graph)
      throws ModelImportException {
    if (module.flag("ceil_mode") || module.flag("return_indices")) {
      throw module.refusal("rounds up, or gives indices, which is not known");
    }
    Window window = Window.of(module);
    // As PyTorch has it: beyond, a window might lie in the padding alone.
    if (window.padding().vertical() > window.kernel().vertical() / 2
        || window.padding().horizontal() > window.kernel().horizontal() / 2) {
      throw module.unusable("padding");
    }
    String result =
        graph.node("MaxPool", module.path(), List.of(input.tensor()), window.attributes());
    return window.over(input, result, input.channels(), module);
  }

  private static FeatureMap enlarge(TorchModule module, FeatureMap input, NetworkGraph graph)
      throws ModelImportException {
    if (!module.attribute("mode").equals(Optional.of(new Value.Text("nearest")))) {
      throw module.refusal("enlarges in another way than to the nearest");
    }
    return enlarge(module, input, module.pair("scale_factor", 1, MOST_TIMES), graph);
  }

  /// Repeats each cell so many times; the size of the result is that of what arrives times them.
  static FeatureMap enlarge(TorchModule module, FeatureMap input, Pair times, NetworkGraph graph)
      throws ModelImportException {
    if (!times.isWithin(1, MOST_TIMES)) {
      throw module.refusal("enlarges %s to another size".formatted(input.shown()));
    }
    int height = input.height() * times.vertical();
    int width = input.width() * times.horizontal();
    if (Math.max(height, width) > LARGEST) {
      throw module.refusal("enlarges %s even more".formatted(input.shown()));
    }
    String scales =
        graph.floats(
            module.path() + ":scales", List.of(4), 1, 1, times.vertical(), times.horizontal());
    String result =
        graph.node(
            "Resize",
            module.path(),
            List.of(input.tensor(), "", scales),
            OnnxAttribute.text("mode", "nearest"),
            OnnxAttribute.text("coordinate_transformation_mode", "asymmetric"),
            OnnxAttribute.text("nearest_mode", "floor"));
    return new FeatureMap(result, input.channels(), height, width);
  }
}
