package io.affut.modelimport.yolo;

import io.affut.modelimport.Array;
import java.util.List;
import java.util.Map;
import java.util.Random;

/// Modules with made-up weights, as YOLOv5 and PyTorch keep them.
final class Modules {
  private static final String BLOCKS = "models.common.";

  private Modules() {}

  static PythonObject conv2d(int in, int out, int kernel, int stride, int groups) {
    Array weight = Array.random(in * 31L + out, out, in / groups, kernel, kernel);
    for (int i = 0; i < weight.values().length; i++) {
      weight.values()[i] /= kernel * kernel;
    }
    return PythonObject.module("torch.nn.modules.conv.Conv2d")
        .set("kernel_size", List.of(kernel, kernel))
        .set("stride", List.of(stride, stride))
        .set("padding", List.of(kernel / 2, kernel / 2))
        .set("dilation", List.of(1, 1))
        .set("groups", groups)
        .set("padding_mode", "zeros")
        .parameter("weight", weight)
        .parameter("bias", null);
  }

  static PythonObject conv2dWithBias(int in, int out) {
    return conv2d(in, out, 1, 1, 1).parameter("bias", Array.random(out, out));
  }

  static PythonObject batchNorm(int channels) {
    Random random = new Random(channels);
    float[] variance = new float[channels];
    for (int i = 0; i < channels; i++) {
      variance[i] = 0.3f + random.nextFloat();
    }
    return PythonObject.module("torch.nn.modules.batchnorm.BatchNorm2d")
        .set("eps", 1e-3)
        .parameter("weight", Array.random(channels + 1, channels))
        .parameter("bias", Array.random(channels + 2, channels))
        .buffer("running_mean", Array.random(channels + 3, channels))
        .buffer("running_var", new Array(new int[] {channels}, variance));
  }

  static PythonObject activation(String name) {
    return PythonObject.module("torch.nn.modules.activation." + name);
  }

  /// Convolution, batch norm, SiLU.
  static PythonObject conv(int in, int out, int kernel, int stride) {
    return PythonObject.module(BLOCKS + "Conv")
        .part("conv", conv2d(in, out, kernel, stride, 1))
        .part("bn", batchNorm(out))
        .part("act", activation("SiLU"));
  }

  static PythonObject pool(int kernel) {
    return PythonObject.module("torch.nn.modules.pooling.MaxPool2d")
        .set("kernel_size", kernel)
        .set("stride", 1)
        .set("padding", kernel / 2)
        .set("dilation", 1)
        .set("ceil_mode", false)
        .set("return_indices", false);
  }

  static PythonObject list(PythonObject... parts) {
    return numbered("torch.nn.modules.container.ModuleList", parts);
  }

  static PythonObject sequential(PythonObject... parts) {
    return numbered("torch.nn.modules.container.Sequential", parts);
  }

  private static PythonObject numbered(String type, PythonObject... parts) {
    PythonObject list = PythonObject.module(type);
    for (int i = 0; i < parts.length; i++) {
      list.part(String.valueOf(i), parts[i]);
    }
    return list;
  }

  /// A detector of two classes with one anchor and cells of four pixels: the modules `model.0` and
  /// `model.1` are convolutions that halve the picture, `model.2` is the head.
  static PythonObject detector() {
    PythonObject head =
        PythonObject.module("models.yolo.Detect")
            .set("nc", 2)
            .set("na", 1)
            .set("stride", new Array(new int[] {1}, new float[] {4}))
            .set("f", List.of(1))
            .buffer("anchors", new Array(new int[] {1, 1, 2}, new float[] {2, 3}))
            .part("m", list(conv2dWithBias(6, 7)));
    return PythonObject.module("models.yolo.DetectionModel")
        .set("names", List.of("animal", "person"))
        .part(
            "model",
            sequential(conv(3, 4, 3, 2).set("f", -1), conv(4, 6, 3, 2).set("f", -1), head));
  }

  /// A checkpoint as YOLOv5 saves it.
  static Map<String, Object> checkpoint(PythonObject network) {
    return Map.of("model", network);
  }
}
