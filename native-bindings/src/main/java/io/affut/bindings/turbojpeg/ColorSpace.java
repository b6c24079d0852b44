package io.affut.bindings.turbojpeg;

/// How a JPEG file stores its colours; in the order of C's `TJCS_...`.
public enum ColorSpace {
  /// Red, green and blue as they are.
  RGB,
  /// Brightness and two colour differences: what cameras write.
  YCBCR,
  /// Brightness alone: what many cameras write at night.
  GRAY,
  /// Cyan, magenta, yellow, black.
  CMYK,
  /// [#CMYK], stored as brightness, two colour differences and black.
  YCCK;

  /// Whether pixels of it are decoded to [PixelFormat#CMYK].
  public boolean isCmyk() {
    return this == CMYK || this == YCCK;
  }
}
