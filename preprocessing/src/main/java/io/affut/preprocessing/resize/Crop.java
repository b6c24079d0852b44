package io.affut.preprocessing.resize;

/// A rectangle of a picture, in whole pixels from the upper left corner.
///
/// @param x the first column
/// @param y the first row
/// @param width at least 1
/// @param height at least 1
public record Crop(int x, int y, int width, int height) {
  /// @throws IllegalArgumentException if there is no pixel in it or it starts before the picture
  public Crop {
    if (Math.min(x, y) < 0 || Math.min(width, height) < 1) {
      throw new IllegalArgumentException(
          "%d x %d pixels at (%d, %d) are no part of a picture".formatted(width, height, x, y));
    }
  }

  /// @throws IndexOutOfBoundsException if some of it is not in a picture of that size
  public void requireInside(int pictureWidth, int pictureHeight) {
    if ((long) x + width > pictureWidth || (long) y + height > pictureHeight) {
      throw new IndexOutOfBoundsException(
          "%d x %d pixels at (%d, %d) are not inside a picture of %d x %d"
              .formatted(width, height, x, y, pictureWidth, pictureHeight));
    }
  }
}
