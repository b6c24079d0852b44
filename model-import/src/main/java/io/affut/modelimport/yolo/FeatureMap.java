package io.affut.modelimport.yolo;

/// What flows between modules: `[batch, channels, height, width]`.
///
/// Height and width depend on the picture. To know whether tensors fit each other, they are worked
/// out for a square picture of [#PICTURE] pixels.
///
/// @param tensor its name in the ONNX graph
record FeatureMap(String tensor, int channels, int height, int width) {
  /// A multiple of every stride, large enough for the coarsest grid to have many cells.
  static final int PICTURE = 1024;

  /// More than any network has: YOLOv5x6 has 2560.
  static final int MOST_CHANNELS = 1 << 16;

  /// Another tensor of the same height and width.
  FeatureMap with(String otherTensor, int otherChannels) {
    return new FeatureMap(otherTensor, otherChannels, height, width);
  }

  /// Whether the other has the same height and width.
  boolean covers(FeatureMap other) {
    return height == other.height && width == other.width;
  }

  /// Its shape for a picture of [#PICTURE] pixels.
  String shown() {
    return "%d channels of %d by %d".formatted(channels, height, width);
  }
}
