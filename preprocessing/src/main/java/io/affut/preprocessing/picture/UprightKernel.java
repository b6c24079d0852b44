package io.affut.preprocessing.picture;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// Turns stored pixels upright, u8 RGB to u8 RGB.
public final class UprightKernel {
  /// Pixels are moved in squares of this side, so that both pictures stay in the cache.
  private static final int TILE = 32;

  private UprightKernel() {}

  /// Writes the upright picture.
  ///
  /// @param stored rows of `width` * 3 bytes without gaps
  /// @param width of the stored picture
  /// @param height of the stored picture
  /// @param upright as many bytes as `stored`, not overlapping it
  public static void run(
      MemorySegment stored, int width, int height, Orientation orientation, MemorySegment upright) {
    long w = width;
    long last = w * height - 1;
    Steps steps =
        switch (orientation) {
          case UPRIGHT -> new Steps(0, 1, w);
          case MIRRORED -> new Steps(w - 1, -1, w);
          case HALF_TURN -> new Steps(last, -1, -w);
          case FLIPPED -> new Steps(last - w + 1, 1, -w);
          case TRANSPOSED -> new Steps(0, w, 1);
          case QUARTER_TURN -> new Steps(last - w + 1, -w, 1);
          case TRANSVERSED -> new Steps(last, -w, -1);
          case THREE_QUARTER_TURN -> new Steps(w - 1, w, -1);
        };
    boolean swaps = orientation.swapsSides();
    move(stored, steps, upright, swaps ? height : width, swaps ? width : height);
  }

  private static void move(
      MemorySegment from, Steps steps, MemorySegment to, int width, int height) {
    for (int top = 0; top < height; top += TILE) {
      int bottom = Math.min(top + TILE, height);
      for (int left = 0; left < width; left += TILE) {
        int right = Math.min(left + TILE, width);
        for (int y = top; y < bottom; y++) {
          long source = 3 * (steps.start + left * steps.right + y * steps.down);
          long target = 3 * ((long) y * width + left);
          for (int x = left; x < right; x++) {
            to.set(ValueLayout.JAVA_BYTE, target, from.get(ValueLayout.JAVA_BYTE, source));
            to.set(ValueLayout.JAVA_BYTE, target + 1, from.get(ValueLayout.JAVA_BYTE, source + 1));
            to.set(ValueLayout.JAVA_BYTE, target + 2, from.get(ValueLayout.JAVA_BYTE, source + 2));
            source += 3 * steps.right;
            target += 3;
          }
        }
      }
    }
  }

  /// Where in the stored picture the upright one begins, and how far one step right and one step
  /// down go there, all in pixels.
  private record Steps(long start, long right, long down) {}
}
