package io.affut.preprocessing.resize;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/// Scales a picture into the input of a network and pads it, as [LetterboxKernel] does, but writes
/// one plane a channel in 32-bit floats: the same levels, each divided by a number, such as 255.
///
/// It keeps a few rows and the tables of the last geometry, so pictures of one camera cost no
/// allocation. One thread at a time.
public final class PlanarLetterboxKernel {
  private static final int CHANNELS = 3;

  private final BilinearRows rows = new BilinearRows();

  /// The content of one row of one plane.
  private float[] content = {};

  /// A row of padding.
  private float[] padding = {};

  /// A kernel without tables; the first picture makes them.
  public PlanarLetterboxKernel() {}

  /// Writes the whole input: the scaled picture and the padding around it.
  ///
  /// @param rgb u8 RGB, rows of `width` * 3 bytes without gaps
  /// @param width of `rgb`; may differ from the letterbox's source, as in [LetterboxKernel#run]
  /// @param height of `rgb`, likewise
  /// @param box where the picture goes
  /// @param pad the value 0 to 255 around it, before it is divided
  /// @param divisor what each level is divided by, not 0
  /// @param target f32 RGB, NCHW, 3 x target height x target width x 4 bytes, aligned to 4; must
  ///   not overlap `rgb`
  /// @throws IndexOutOfBoundsException if a segment is too small, before anything is written
  public void run(
      MemorySegment rgb,
      int width,
      int height,
      Letterbox box,
      int pad,
      float divisor,
      MemorySegment target) {
    PixelBounds.require(rgb, width, height, CHANNELS, "picture");
    PixelBounds.require(
        target, box.targetWidth(), box.targetHeight(), CHANNELS * Float.BYTES, "input");
    rows.begin(width, height, box.contentWidth(), box.contentHeight());
    if (content.length != box.contentWidth()) {
      content = new float[box.contentWidth()];
    }
    if (padding.length < box.targetWidth()) {
      padding = new float[box.targetWidth()];
    }
    Arrays.fill(padding, pad / divisor);
    int right = box.targetWidth() - box.left() - box.contentWidth();
    for (int y = 0; y < box.targetHeight(); y++) {
      boolean inside = y >= box.top() && y - box.top() < box.contentHeight();
      int[] pixels = inside ? rows.row(rgb, y - box.top()) : null;
      for (int c = 0; c < CHANNELS; c++) {
        long row = ((long) c * box.targetHeight() + y) * box.targetWidth();
        if (inside) {
          write(padding, target, row, box.left());
          divide(pixels, 8 * c, divisor, content);
          write(content, target, row + box.left(), content.length);
          write(padding, target, row + box.left() + content.length, right);
        } else {
          write(padding, target, row, box.targetWidth());
        }
      }
    }
  }

  private static void divide(int[] pixels, int shift, float divisor, float[] levels) {
    for (int x = 0; x < levels.length; x++) {
      levels[x] = (pixels[x] >> shift & 255) / divisor;
    }
  }

  private static void write(float[] values, MemorySegment target, long at, int count) {
    MemorySegment.copy(values, 0, target, ValueLayout.JAVA_FLOAT, at * Float.BYTES, count);
  }
}
