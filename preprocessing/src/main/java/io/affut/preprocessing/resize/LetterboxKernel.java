package io.affut.preprocessing.resize;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/// Scales a picture into the input of a network and pads it, byte for byte as OpenCV's
/// `resize(INTER_LINEAR)` and `copyMakeBorder` do, with no picture in between.
///
/// It keeps two rows and the tables of the last geometry, so pictures of one camera cost no
/// allocation. One thread at a time.
public final class LetterboxKernel {
  private static final ValueLayout.OfLong EIGHT_BYTES =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final int CHANNELS = 3;

  private int sourceWidth;
  private int sourceHeight;
  private int contentWidth;
  private int contentHeight;
  private AxisSampling across;
  private AxisSampling down;

  /// How many output columns, from the left, can load both their pixels with one eight-byte load
  /// that stays inside the row.
  private int wideLoads;

  /// Two source rows scaled across, interleaved channels, in 1/128 of a level: 0 to 32640.
  private int[] upper = {};

  private int[] lower = {};
  private int upperRow;
  private int lowerRow;

  /// A kernel without tables; the first picture makes them.
  public LetterboxKernel() {}

  /// Writes the whole input: the scaled picture and the padding around it.
  ///
  /// @param rgb u8 RGB, rows of `width` * 3 bytes without gaps
  /// @param width of `rgb`; may differ from the letterbox's source when the picture was decoded at
  ///   a reduced scale, and is then scaled to the same content
  /// @param height of `rgb`, likewise
  /// @param box where the picture goes
  /// @param pad the value 0 to 255 around it
  /// @param target u8 RGB, NHWC, target height x target width x 3 bytes; must not overlap `rgb`
  /// @throws IndexOutOfBoundsException if a segment is too small, before anything is written
  public void run(
      MemorySegment rgb, int width, int height, Letterbox box, int pad, MemorySegment target) {
    requireRoom(rgb, width, height, "picture");
    requireRoom(target, box.targetWidth(), box.targetHeight(), "input");
    prepare(width, height, box.contentWidth(), box.contentHeight());
    upperRow = -1;
    lowerRow = -1;
    byte padding = (byte) pad;
    long rowBytes = (long) box.targetWidth() * CHANNELS;
    long leftBytes = (long) box.left() * CHANNELS;
    long contentBytes = (long) contentWidth * CHANNELS;
    long rightBytes = rowBytes - leftBytes - contentBytes;
    target.asSlice(0, box.top() * rowBytes).fill(padding);
    long row = box.top() * rowBytes;
    for (int y = 0; y < contentHeight; y++, row += rowBytes) {
      target.asSlice(row, leftBytes).fill(padding);
      bringRows(rgb, y);
      blend(down.weight0()[y], down.weight1()[y], target, row + leftBytes);
      target.asSlice(row + leftBytes + contentBytes, rightBytes).fill(padding);
    }
    target.asSlice(row, box.targetHeight() * rowBytes - row).fill(padding);
  }

  private static void requireRoom(MemorySegment segment, int width, int height, String what) {
    long needed = (long) width * height * CHANNELS;
    if (width < 1 || height < 1 || segment.byteSize() < needed) {
      throw new IndexOutOfBoundsException(
          "the %s of %d x %d pixels needs %d bytes, the segment has %d"
              .formatted(what, width, height, needed, segment.byteSize()));
    }
  }

  private void prepare(int width, int height, int toWidth, int toHeight) {
    if (width != sourceWidth || toWidth != contentWidth) {
      AxisSampling sampling = AxisSampling.across(width, toWidth);
      upper = new int[toWidth * CHANNELS];
      lower = new int[toWidth * CHANNELS];
      wideLoads = 0;
      while (wideLoads < toWidth
          && sampling.first()[wideLoads] * CHANNELS + Long.BYTES <= width * CHANNELS) {
        wideLoads++;
      }
      across = sampling;
      sourceWidth = width;
      contentWidth = toWidth;
    }
    if (height != sourceHeight || toHeight != contentHeight) {
      down = AxisSampling.down(height, toHeight);
      sourceHeight = height;
      contentHeight = toHeight;
    }
  }

  /// Makes `upper` and `lower` the two source rows of output row `y`; rows that are there already
  /// are kept.
  private void bringRows(MemorySegment rgb, int y) {
    int wantedUpper = Math.clamp(down.first()[y], 0, sourceHeight - 1);
    int wantedLower = Math.clamp(down.first()[y] + 1, 0, sourceHeight - 1);
    if (wantedUpper != upperRow && wantedUpper == lowerRow) {
      int[] rows = upper;
      upper = lower;
      lower = rows;
      lowerRow = upperRow;
      upperRow = wantedUpper;
    }
    if (wantedUpper != upperRow) {
      scaleAcross(rgb, wantedUpper, upper);
      upperRow = wantedUpper;
    }
    if (wantedLower != lowerRow) {
      scaleAcross(rgb, wantedLower, lower);
      lowerRow = wantedLower;
    }
  }

  private void scaleAcross(MemorySegment rgb, int y, int[] row) {
    MemorySegment source =
        rgb.asSlice((long) y * sourceWidth * CHANNELS, (long) sourceWidth * CHANNELS);
    int[] first = across.first();
    int[] weight0 = across.weight0();
    int[] weight1 = across.weight1();
    int wide = wideLoads;
    for (int x = 0; x < wide; x++) {
      long pixels = source.get(EIGHT_BYTES, first[x] * 3L);
      int w0 = weight0[x];
      int w1 = weight1[x];
      row[3 * x] = ((int) pixels & 255) * w0 + ((int) (pixels >>> 24) & 255) * w1 >> 4;
      row[3 * x + 1] = ((int) (pixels >>> 8) & 255) * w0 + ((int) (pixels >>> 32) & 255) * w1 >> 4;
      row[3 * x + 2] = ((int) (pixels >>> 16) & 255) * w0 + ((int) (pixels >>> 40) & 255) * w1 >> 4;
    }
    for (int x = wide; x < contentWidth; x++) {
      int pixel0 = first[x] * CHANNELS;
      int pixel1 = Math.min(first[x] + 1, sourceWidth - 1) * CHANNELS;
      for (int c = 0; c < CHANNELS; c++) {
        int value0 = source.get(ValueLayout.JAVA_BYTE, pixel0 + c) & 255;
        int value1 = source.get(ValueLayout.JAVA_BYTE, pixel1 + c) & 255;
        row[CHANNELS * x + c] = value0 * weight0[x] + value1 * weight1[x] >> 4;
      }
    }
  }

  private void blend(int weight0, int weight1, MemorySegment target, long start) {
    int[] above = upper;
    int[] below = lower;
    MemorySegment row = target.asSlice(start, above.length);
    for (int i = 0; i < above.length; i++) {
      int sum = (weight0 * above[i] >> 16) + (weight1 * below[i] >> 16);
      row.set(ValueLayout.JAVA_BYTE, i, (byte) (sum + 2 >> 2));
    }
  }
}
