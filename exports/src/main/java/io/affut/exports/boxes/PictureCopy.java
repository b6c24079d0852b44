package io.affut.exports.boxes;

import io.affut.preprocessing.picture.Picture;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// A picture's pixels as Java's drawing code wants them: on the heap, and a copy.
final class PictureCopy {
  private PictureCopy() {}

  /// A copy of `picture`, which the caller may draw on.
  static BufferedImage of(Picture picture) {
    return of(picture.pixels(), picture.width(), picture.height());
  }

  /// A copy of `width` times `height` pixels of three bytes: red, green and blue, rows without
  /// gaps.
  static BufferedImage of(MemorySegment rgb, int width, int height) {
    var image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    int[] pixels = ((DataBufferInt) image.getRaster().getDataBuffer()).getData();
    byte[] row = new byte[Math.multiplyExact(width, 3)];
    for (int y = 0; y < height; y++) {
      MemorySegment.copy(rgb, ValueLayout.JAVA_BYTE, (long) y * row.length, row, 0, row.length);
      for (int x = 0; x < width; x++) {
        pixels[y * width + x] =
            (row[3 * x] & 255) << 16 | (row[3 * x + 1] & 255) << 8 | row[3 * x + 2] & 255;
      }
    }
    return image;
  }
}
