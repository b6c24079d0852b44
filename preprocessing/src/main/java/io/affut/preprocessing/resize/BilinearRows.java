package io.affut.preprocessing.resize;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/// The rows of a scaled picture, one after the other, byte for byte as OpenCV's 8-bit
/// `INTER_LINEAR` has them.
///
/// Of each source row that is needed, the two pixels that each output pixel lies between are laid
/// into two arrays of integers; what is left is arithmetic over arrays, which C2 makes vector code
/// of. Source rows that no output row needs are not read. The tables and rows of the last geometry
/// are kept.
final class BilinearRows {
  private static final ValueLayout.OfLong EIGHT_BYTES =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final int CHANNELS = 3;

  private int sourceWidth;
  private int sourceHeight;
  private int width;
  private int height;

  /// Where in a source row, in bytes, the first pixel of each output pixel is.
  private int[] offsets;

  /// For each output column the weight of its left pixel + 65536 times that of its right pixel.
  private int[] weights;

  private AxisSampling down;

  private ScaledRow upper;
  private ScaledRow lower;
  private int[] left;
  private int[] right;
  private int[] packed;

  /// Sets the geometry, in pixels, for the rows from now on, of a picture that was not seen yet.
  void begin(int fromWidth, int fromHeight, int toWidth, int toHeight) {
    if (fromWidth != sourceWidth || toWidth != width) {
      AxisSampling across = AxisSampling.across(fromWidth, toWidth);
      offsets = new int[toWidth];
      weights = new int[toWidth];
      for (int x = 0; x < toWidth; x++) {
        offsets[x] = across.first()[x] * CHANNELS;
        weights[x] = across.weight0()[x] | across.weight1()[x] << 16;
      }
      upper = new ScaledRow(toWidth);
      lower = new ScaledRow(toWidth);
      packed = new int[toWidth];
      left = new int[toWidth];
      right = new int[toWidth];
      sourceWidth = fromWidth;
      width = toWidth;
    }
    if (fromHeight != sourceHeight || toHeight != height) {
      down = AxisSampling.down(fromHeight, toHeight);
      sourceHeight = fromHeight;
      height = toHeight;
    }
    upper.source = -1;
    lower.source = -1;
  }

  /// Output row `y` of the picture `rgb`, one integer a pixel: red + 256 green + 65536 blue.
  ///
  /// @return valid until the next call
  int[] row(MemorySegment rgb, int y) {
    int wantedUpper = Math.clamp(down.first()[y], 0, sourceHeight - 1);
    int wantedLower = Math.clamp(down.first()[y] + 1, 0, sourceHeight - 1);
    if (wantedUpper != upper.source && wantedUpper == lower.source) {
      ScaledRow pairs = upper;
      upper = lower;
      lower = pairs;
    }
    bring(rgb, wantedUpper, upper);
    bring(rgb, wantedLower, lower);
    blend(upper, lower, down.weight0()[y], down.weight1()[y], packed);
    return packed;
  }

  private void bring(MemorySegment rgb, int y, ScaledRow pairs) {
    if (pairs.source != y) {
      gather(rgb, y);
      across(left, right, weights, 0, pairs.red);
      across(left, right, weights, 8, pairs.green);
      across(left, right, weights, 16, pairs.blue);
      pairs.source = y;
    }
  }

  /// Rows are read where they are; a copy to the heap first would cost a tenth of the whole.
  private void gather(MemorySegment rgb, int y) {
    long bytes = (long) sourceWidth * CHANNELS;
    long begin = y * bytes;
    if (begin + bytes + Long.BYTES <= rgb.byteSize()) {
      gatherPairs(rgb.asSlice(begin, bytes + Long.BYTES), offsets, left, right);
    } else {
      gatherPixels(rgb.asSlice(begin, bytes), offsets, left, right);
    }
  }

  /// Reads eight bytes at once, so up to five after the last pixel. Its right neighbour is made of
  /// whatever lies there; its weight is 0.
  private static void gatherPairs(MemorySegment row, int[] offsets, int[] left, int[] right) {
    for (int x = 0; x < offsets.length; x++) {
      long pixels = row.get(EIGHT_BYTES, offsets[x]);
      left[x] = (int) pixels;
      right[x] = (int) (pixels >>> 24);
    }
  }

  /// The same for the last rows of a picture, after which there may be nothing.
  private static void gatherPixels(MemorySegment row, int[] offsets, int[] left, int[] right) {
    for (int x = 0; x < offsets.length; x++) {
      left[x] = pixel(row, offsets[x]);
      right[x] = pixel(row, Math.min(offsets[x] + CHANNELS, (int) row.byteSize() - CHANNELS));
    }
  }

  private static int pixel(MemorySegment row, int at) {
    return (row.get(ValueLayout.JAVA_BYTE, at) & 255)
        | (row.get(ValueLayout.JAVA_BYTE, at + 1) & 255) << 8
        | (row.get(ValueLayout.JAVA_BYTE, at + 2) & 255) << 16;
  }

  private static void across(int[] left, int[] right, int[] weights, int shift, int[] scaled) {
    for (int x = 0; x < scaled.length; x++) {
      int first = (left[x] >> shift & 255) * (weights[x] & 0xffff);
      int second = (right[x] >> shift & 255) * (weights[x] >>> 16);
      scaled[x] = first + second >> 4;
    }
  }

  private static void blend(ScaledRow upper, ScaledRow lower, int above, int below, int[] packed) {
    int[] upperRed = upper.red;
    int[] upperGreen = upper.green;
    int[] upperBlue = upper.blue;
    int[] lowerRed = lower.red;
    int[] lowerGreen = lower.green;
    int[] lowerBlue = lower.blue;
    for (int x = 0; x < packed.length; x++) {
      int red = (above * upperRed[x] >> 16) + (below * lowerRed[x] >> 16) + 2 >> 2;
      int green = (above * upperGreen[x] >> 16) + (below * lowerGreen[x] >> 16) + 2 >> 2;
      int blue = (above * upperBlue[x] >> 16) + (below * lowerBlue[x] >> 16) + 2 >> 2;
      packed[x] = red | green << 8 | blue << 16;
    }
  }

  /// A source row scaled across, in 1/128 of a level: 0 to 32640.
  private static final class ScaledRow {
    final int[] red;
    final int[] green;
    final int[] blue;
    int source = -1;

    ScaledRow(int width) {
      red = new int[width];
      green = new int[width];
      blue = new int[width];
    }
  }
}
