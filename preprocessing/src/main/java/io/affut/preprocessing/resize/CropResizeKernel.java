package io.affut.preprocessing.resize;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/// Cuts a rectangle out of a picture and scales it to a square, byte for byte as Pillow's `crop`
/// and then `resize` do in 8 bits: antialiased, one direction after the other, rounded to 8 bits in
/// between. Each side is scaled by its own factor.
///
/// The first direction is across, unless the height shrinks by more than twice the pixels that the
/// width shrinks by: so Pillow does it from version 13 on, and the results differ by a level.
///
/// Bands of the rectangle are turned so that both passes are sums of whole arrays of integers,
/// which C2 makes vector code of. Tables and scratch of the last geometry are kept, some 15 MB for
/// a rectangle of 4000 x 3000 pixels. One thread at a time.
public final class CropResizeKernel {
  private static final VarHandle FOUR_BYTES =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final int CHANNELS = 3;

  /// The rows, or columns, of a band.
  private static final int BAND = 128;

  /// So many positions of the first pass are turned together: a store alone takes as long as
  /// finding the line that it goes to.
  private static final int TOGETHER = 8;

  private static final int CACHE_LINE = 64;
  private static final int HALF = 1 << FilterTaps.FRACTION_BITS - 1;

  private final ResampleFilter filter;
  private boolean downFirst;
  private int size;

  /// How many pixels the rectangle has in the direction of the first pass, and in the other.
  private int firstLength;

  private int secondLength;
  private FilterTaps firstTaps;
  private FilterTaps secondTaps;

  /// Source rows, as far as they are needed at once; they start `pitch` bytes after each other.
  private byte[] bytes = {};

  private int pitch;

  /// Of a band of rows its columns, or of a band of columns its rows, `BAND` pixels each: all
  /// channels, and one of them.
  private int[][] lines = {};

  private int[][] levels = {};

  /// The sums of some positions of the first pass in a band.
  private final int[][] sums = new int[TOGETHER][BAND];

  /// What the first pass makes: rows, or columns when it goes down, each `size` levels of red, of
  /// green and of blue.
  private int[][] between = {};

  /// The sums of one output row, or column.
  private int[] result = {};

  /// A kernel without tables; the first rectangle makes them.
  public CropResizeKernel(ResampleFilter filter) {
    this.filter = filter;
  }

  /// Writes the rectangle as `size` x `size` pixels.
  ///
  /// @param rgb u8 RGB, rows of `width` * 3 bytes without gaps
  /// @param width of `rgb` in pixels
  /// @param height of `rgb` in pixels
  /// @param crop the rectangle, inside the picture
  /// @param size the side of the output, 1 to [LetterboxRule#LARGEST_SIZE] pixels
  /// @param target u8 RGB, NHWC, `size` x `size` x 3 bytes; must not overlap `rgb`
  /// @throws IndexOutOfBoundsException if a segment is too small or the rectangle is not inside the
  ///   picture, before anything is written
  public void run(
      MemorySegment rgb, int width, int height, Crop crop, int size, MemorySegment target) {
    PixelBounds.require(rgb, width, height, CHANNELS, "picture");
    PixelBounds.require(target, size, size, CHANNELS, "input");
    crop.requireInside(width, height);
    prepare(crop, size);
    for (int start = 0; start < secondLength; start += BAND) {
      int count = Math.min(BAND, secondLength - start);
      if (downFirst) {
        layRows(rgb, width, crop, start, count);
      } else {
        layColumns(rgb, width, crop, start, count);
      }
      for (int c = 0; c < CHANNELS; c++) {
        for (int i = 0; i < firstLength; i++) {
          pick(lines[i], 8 * c, levels[i]);
        }
        scaleFirst(start, count, c * size);
      }
    }
    for (int i = 0; i < size; i++) {
      scale(between, secondTaps, i, result);
      store(target, i);
    }
  }

  private void prepare(Crop crop, int toSize) {
    downFirst = crop.height() - toSize > 2 * Math.max(0, crop.width() - toSize);
    int first = downFirst ? crop.height() : crop.width();
    int second = downFirst ? crop.width() : crop.height();
    if (first != firstLength || toSize != size) {
      firstTaps = FilterTaps.of(filter, first, toSize);
      lines = atLeast(lines, first, BAND);
      levels = atLeast(levels, first + firstTaps.taps(), BAND);
    }
    if (second != secondLength || toSize != size) {
      secondTaps = FilterTaps.of(filter, second, toSize);
      between = atLeast(between, second + secondTaps.taps(), toSize * CHANNELS);
      result = new int[toSize * CHANNELS];
    }
    // Odd in cache lines, so that the pixels of a column do not push each other out of the cache.
    pitch = ((crop.width() * CHANNELS + Integer.BYTES) / CACHE_LINE + 1 | 1) * CACHE_LINE;
    bytes = atLeast(bytes, BAND * (downFirst ? Integer.BYTES : pitch));
    firstLength = first;
    secondLength = second;
    size = toSize;
  }

  private static byte[] atLeast(byte[] array, int length) {
    return array.length < length ? new byte[length] : array;
  }

  private static int[][] atLeast(int[][] arrays, int count, int length) {
    boolean enough = arrays.length >= count && arrays[0].length == length;
    return enough ? arrays : new int[count][length];
  }

  /// Of `count` rows from `start` the columns.
  private void layColumns(MemorySegment rgb, int width, Crop crop, int start, int count) {
    for (int r = 0; r < count; r++) {
      long at = ((long) (crop.y() + start + r) * width + crop.x()) * CHANNELS;
      MemorySegment.copy(rgb, ValueLayout.JAVA_BYTE, at, bytes, r * pitch, crop.width() * CHANNELS);
    }
    for (int x = 0; x < firstLength; x++) {
      spread(bytes, x * CHANNELS, pitch, lines[x]);
    }
  }

  /// Of `count` columns from `start` the rows.
  private void layRows(MemorySegment rgb, int width, Crop crop, int start, int count) {
    for (int y = 0; y < firstLength; y++) {
      long at = ((long) (crop.y() + y) * width + crop.x() + start) * CHANNELS;
      MemorySegment.copy(rgb, ValueLayout.JAVA_BYTE, at, bytes, 0, count * CHANNELS);
      spread(bytes, 0, CHANNELS, lines[y]);
    }
  }

  /// The pixels that start at `at` and every `step` bytes after it; above the three bytes of a
  /// pixel lies whatever comes next.
  private static void spread(byte[] bytes, int at, int step, int[] line) {
    for (int i = 0; i < line.length; i++) {
      line[i] = (int) FOUR_BYTES.get(bytes, at + i * step);
    }
  }

  private static void pick(int[] pixels, int shift, int[] levels) {
    for (int i = 0; i < levels.length; i++) {
      levels[i] = pixels[i] >> shift & 255;
    }
  }

  private void scaleFirst(int start, int count, int to) {
    for (int i = 0; i < size; i += TOGETHER) {
      int together = Math.min(TOGETHER, size - i);
      for (int k = 0; k < together; k++) {
        scale(levels, firstTaps, i + k, sums[k]);
      }
      if (together == TOGETHER) {
        turn(start, count, to + i);
      } else {
        for (int k = 0; k < together; k++) {
          for (int r = 0; r < count; r++) {
            between[start + r][to + i + k] = sums[k][r];
          }
        }
      }
    }
  }

  private void turn(int start, int count, int at) {
    int[] a = sums[0];
    int[] b = sums[1];
    int[] c = sums[2];
    int[] d = sums[3];
    int[] e = sums[4];
    int[] f = sums[5];
    int[] g = sums[6];
    int[] h = sums[7];
    for (int r = 0; r < count; r++) {
      int[] line = between[start + r];
      line[at] = a[r];
      line[at + 1] = b[r];
      line[at + 2] = c[r];
      line[at + 3] = d[r];
      line[at + 4] = e[r];
      line[at + 5] = f[r];
      line[at + 6] = g[r];
      line[at + 7] = h[r];
    }
  }

  /// Output position `i` of `taps`, made of whole lines.
  private static void scale(int[][] values, FilterTaps taps, int i, int[] sums) {
    Arrays.fill(sums, HALF);
    int[] weights = taps.weights();
    for (int k = 0; k < taps.taps(); k += FilterTaps.STEP) {
      int from = taps.first()[i] + k;
      int w = i * taps.taps() + k;
      add(
          values[from],
          values[from + 1],
          values[from + 2],
          values[from + 3],
          weights[w],
          weights[w + 1],
          weights[w + 2],
          weights[w + 3],
          sums);
    }
    round(sums);
  }

  /// Separate arrays, read and written at the same index, because C2 makes no vector code where one
  /// array could overlap itself.
  private static void add(
      int[] a, int[] b, int[] c, int[] d, int wa, int wb, int wc, int wd, int[] sums) {
    for (int i = 0; i < sums.length; i++) {
      sums[i] += wa * a[i] + wb * b[i] + wc * c[i] + wd * d[i];
    }
  }

  private static void round(int[] sums) {
    for (int i = 0; i < sums.length; i++) {
      sums[i] = Math.max(0, Math.min(255, sums[i] >> FilterTaps.FRACTION_BITS));
    }
  }

  /// Row `i` of the output, or column `i` when the first pass went down.
  private void store(MemorySegment target, int i) {
    long at = (long) i * CHANNELS * (downFirst ? 1 : size);
    long step = (long) CHANNELS * (downFirst ? size : 1);
    for (int k = 0; k < size; k++, at += step) {
      target.set(ValueLayout.JAVA_BYTE, at, (byte) result[k]);
      target.set(ValueLayout.JAVA_BYTE, at + 1, (byte) result[size + k]);
      target.set(ValueLayout.JAVA_BYTE, at + 2, (byte) result[2 * size + k]);
    }
  }
}
