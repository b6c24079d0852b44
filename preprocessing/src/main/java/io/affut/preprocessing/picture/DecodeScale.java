package io.affut.preprocessing.picture;

/// How much of a picture's resolution is wanted.
public sealed interface DecodeScale {

  /// Every pixel.
  record Full() implements DecodeScale {}

  /// As little as still covers a letterbox: the smallest DCT scale, at most 1, whose result is at
  /// least as wide and as high as the upright picture fitted into `width` x `height`. Only JPEG
  /// through libjpeg-turbo can be reduced; others are decoded in full.
  ///
  /// @param width in pixels, positive
  /// @param height in pixels, positive
  record Covering(int width, int height) implements DecodeScale {

    /// @throws IllegalArgumentException if a side is not positive
    public Covering {
      if (width < 1 || height < 1) {
        throw new IllegalArgumentException(
            "a picture of " + width + " x " + height + " pixels covers nothing");
      }
    }

    /// Whether `width` x `height` pixels are enough for an upright picture of `fullWidth` x
    /// `fullHeight`.
    boolean isServedBy(int width, int height, int fullWidth, int fullHeight) {
      double gain = Math.min((double) this.width / fullWidth, (double) this.height / fullHeight);
      return width >= Math.rint(fullWidth * gain) && height >= Math.rint(fullHeight * gain);
    }
  }
}
