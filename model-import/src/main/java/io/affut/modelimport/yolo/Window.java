package io.affut.modelimport.yolo;

import ai.onnx.proto.OnnxMl.AttributeProto;
import io.affut.modelimport.ModelImportException;
import io.affut.modelimport.onnx.OnnxAttribute;
import java.util.ArrayList;
import java.util.List;

/// How a convolution or a pooling slides over a feature map.
record Window(Pair kernel, Pair stride, Pair padding, Pair dilation) {
  private static final int LARGEST_KERNEL = 255;
  private static final int LARGEST_STEP = 64;

  /// As the attributes of a `Conv2d` or `MaxPool2d` say.
  static Window of(TorchModule module) throws ModelImportException {
    Pair kernel = module.pair("kernel_size", 1, LARGEST_KERNEL);
    return new Window(
        kernel,
        module.pair("stride", 1, LARGEST_STEP),
        module.pair("padding", 0, LARGEST_KERNEL),
        module.pair("dilation", 1, LARGEST_STEP));
  }

  /// What a module with this window gives.
  FeatureMap over(FeatureMap input, String tensor, int channels, TorchModule module)
      throws ModelImportException {
    int height =
        steps(
            input.height(),
            kernel.vertical(),
            stride.vertical(),
            padding.vertical(),
            dilation.vertical());
    int width =
        steps(
            input.width(),
            kernel.horizontal(),
            stride.horizontal(),
            padding.horizontal(),
            dilation.horizontal());
    if (height < 1 || width < 1) {
      throw module.refusal("has a kernel larger than what arrives: " + input.shown());
    }
    return new FeatureMap(tensor, channels, height, width);
  }

  /// The attributes that ONNX gives to convolutions and to the pooling of the largest.
  List<AttributeProto> attributes() {
    List<AttributeProto> attributes = new ArrayList<>(ofPooling());
    attributes.add(OnnxAttribute.integers("dilations", dilation.vertical(), dilation.horizontal()));
    return attributes;
  }

  /// The attributes that ONNX gives to poolings of any kind.
  List<AttributeProto> ofPooling() {
    return List.of(
        OnnxAttribute.integers("kernel_shape", kernel.vertical(), kernel.horizontal()),
        OnnxAttribute.integers("strides", stride.vertical(), stride.horizontal()),
        OnnxAttribute.integers(
            "pads",
            padding.vertical(),
            padding.horizontal(),
            padding.vertical(),
            padding.horizontal()));
  }

  private static int steps(int extent, int kernel, int stride, int padding, int dilation) {
    return Math.floorDiv(extent + 2 * padding - dilation * (kernel - 1) - 1, stride) + 1;
  }
}
