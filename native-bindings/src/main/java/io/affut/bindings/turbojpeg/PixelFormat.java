package io.affut.bindings.turbojpeg;

/// The order of the samples of a decoded pixel, one byte each.
public enum PixelFormat {
  /// Red, green, blue; for every JPEG that is not CMYK.
  RGB(0, 3),

  /// Cyan, magenta, yellow, black as the file has them (Adobe writes them inverted); for CMYK and
  /// YCCK files only.
  CMYK(11, 4);

  private final int code;
  private final int bytes;

  PixelFormat(int code, int bytes) {
    this.code = code;
    this.bytes = bytes;
  }

  /// The size of a pixel.
  public int bytes() {
    return bytes;
  }

  /// The `TJPF_...` of C.
  int code() {
    return code;
  }
}
