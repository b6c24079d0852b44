package io.affut.preprocessing.cuda;

import io.affut.bindings.cuda.DeviceBuffer;
import io.affut.preprocessing.picture.Orientation;

/// A picture in the memory of a GPU, as it is stored: the kernels turn it upright.
///
/// @param buffer u8 RGB from `offset` on, rows of `width` * 3 bytes without gaps; somebody else's
/// @param offset in bytes
/// @param width as stored, in pixels
/// @param height as stored
/// @param orientation how it has to be turned to be upright
public record DevicePicture(
    DeviceBuffer buffer, long offset, int width, int height, Orientation orientation) {

  /// How many bytes it has.
  public long bytes() {
    return 3L * width * height;
  }

  /// Its width when it is upright.
  public int uprightWidth() {
    return orientation.swapsSides() ? height : width;
  }

  /// Its height when it is upright.
  public int uprightHeight() {
    return orientation.swapsSides() ? width : height;
  }
}
