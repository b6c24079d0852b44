package io.affut.exports.jpeg;

import io.affut.preprocessing.picture.Picture;
import io.affut.preprocessing.resize.Crop;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// A picture's pixels as Java's drawing code wants them: on the heap, and a copy.
public final class PictureCopy {
  private PictureCopy() {}

  /// A copy of `picture`, which the caller may draw on.
  public static BufferedImage of(Picture picture) {
    return of(picture.pixels(), picture.width(), picture.height());
  }

  /// A copy of a part of `picture`.
  public static BufferedImage of(Picture picture, Crop part) {
    return of(picture.pixels(), picture.width(), part);
  }

  /// A copy of `width` times `height` pixels of three bytes: red, green and blue, rows without
  /// gaps.
  static BufferedImage of(MemorySegment rgb, int width, int height) {
    return of(rgb, width, new Crop(0, 0, width, height));
  }

  private static BufferedImage of(MemorySegment rgb, int pictureWidth, Crop part) {
    int width = part.width();
    var image = new BufferedImage(width, part.height(), BufferedImage.TYPE_INT_RGB);
    int[] pixels = ((DataBufferInt) image.getRaster().getDataBuffer()).getData();
    byte[] row = new byte[Math.multiplyExact(width, 3)];
    for (int y = 0; y < part.height(); y++) {
      long start = 3 * ((long) (part.y() + y) * pictureWidth + part.x());
      MemorySegment.copy(rgb, ValueLayout.JAVA_BYTE, start, row, 0, row.length);
      for (int x = 0; x < width; x++) {
        pixels[y * width + x] =
            (row[3 * x] & 255) << 16 | (row[3 * x + 1] & 255) << 8 | row[3 * x + 2] & 255;
      }
    }
    return image;
  }
}
