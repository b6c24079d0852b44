package io.affut.bindings.openvino;

/// Height and width of a picture in pixels.
///
/// @param height at least 1
/// @param width at least 1
public record SpatialSize(int height, int width) {
  /// Checks both.
  public SpatialSize {
    if (height < 1 || width < 1) {
      throw new IllegalArgumentException("no size of a picture: " + height + " x " + width);
    }
  }
}
