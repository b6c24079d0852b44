package io.affut.preprocessing.picture;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// Turns the four inks of a JPEG, inverted as Adobe stores them, into RGB with OpenCV's formula: no
/// colour profile, `k - ((255 - ink) * k >> 8)`.
final class CmykKernel {
  private CmykKernel() {}

  /// Converts in place: each pixel's three bytes land at or before its four.
  ///
  /// @param cmyk u8 CMYK without gaps; its first three quarters become the result
  /// @return u8 RGB without gaps
  static MemorySegment toRgb(MemorySegment cmyk, int width, int height) {
    long pixels = (long) width * height;
    for (long i = 0; i < pixels; i++) {
      int k = cmyk.get(ValueLayout.JAVA_BYTE, 4 * i + 3) & 255;
      for (int ink = 0; ink < 3; ink++) {
        int value = cmyk.get(ValueLayout.JAVA_BYTE, 4 * i + ink) & 255;
        cmyk.set(ValueLayout.JAVA_BYTE, 3 * i + ink, (byte) (k - ((255 - value) * k >> 8)));
      }
    }
    return cmyk.asSlice(0, 3 * pixels);
  }
}
