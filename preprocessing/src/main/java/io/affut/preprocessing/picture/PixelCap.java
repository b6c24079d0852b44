package io.affut.preprocessing.picture;

import java.util.Locale;

/// The most pixels that a picture may claim, checked on its header before anything is decoded.
///
/// @param most pixels, positive
public record PixelCap(long most) {

  /// @throws UnreadablePictureException if the size is none, or more than the cap
  public void check(long width, long height) throws UnreadablePictureException {
    if (width < 1 || height < 1) {
      throw new UnreadablePictureException(
          "is damaged: its header gives a size of %d x %d pixels".formatted(width, height));
    }
    if (Math.multiplyHigh(width, height) != 0 || width * height < 0 || width * height > most) {
      throw new UnreadablePictureException(
          "is too large: %d x %d pixels are %s megapixels, and the limit is %s (--max-megapixels)"
              .formatted(width, height, mega((double) width * height), mega(most)));
    }
  }

  private static String mega(double pixels) {
    String exact = String.format(Locale.ROOT, "%.3f", pixels / 1e6);
    return exact.replaceAll("\\.?0+$", "");
  }
}
