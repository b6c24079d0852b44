package io.affut.preprocessing.resize;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// Scales a picture into the input of a network and pads it, byte for byte as OpenCV's
/// `resize(INTER_LINEAR)` and `copyMakeBorder` do, with no picture in between.
///
/// It keeps a few rows and the tables of the last geometry, so pictures of one camera cost no
/// allocation. One thread at a time.
public final class LetterboxKernel {
  private static final VarHandle FOUR_BYTES =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final int CHANNELS = 3;

  private final BilinearRows rows = new BilinearRows();

  /// One row of content and a byte more.
  private byte[] packed = {};

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
    PixelBounds.require(rgb, width, height, CHANNELS, "picture");
    PixelBounds.require(target, box.targetWidth(), box.targetHeight(), CHANNELS, "input");
    rows.begin(width, height, box.contentWidth(), box.contentHeight());
    byte padding = (byte) pad;
    long rowBytes = (long) box.targetWidth() * CHANNELS;
    long leftBytes = (long) box.left() * CHANNELS;
    int contentBytes = box.contentWidth() * CHANNELS;
    if (packed.length != contentBytes + 1) {
      packed = new byte[contentBytes + 1];
    }
    long rightBytes = rowBytes - leftBytes - contentBytes;
    target.asSlice(0, box.top() * rowBytes).fill(padding);
    long row = box.top() * rowBytes;
    for (int y = 0; y < box.contentHeight(); y++, row += rowBytes) {
      target.asSlice(row, leftBytes).fill(padding);
      pack(rows.row(rgb, y), packed);
      MemorySegment.copy(packed, 0, target, ValueLayout.JAVA_BYTE, row + leftBytes, contentBytes);
      target.asSlice(row + leftBytes + contentBytes, rightBytes).fill(padding);
    }
    target.asSlice(row, box.targetHeight() * rowBytes - row).fill(padding);
  }

  /// Three bytes a pixel, each written as four, the last of which the next one overwrites.
  private static void pack(int[] pixels, byte[] bytes) {
    for (int x = 0; x < pixels.length; x++) {
      FOUR_BYTES.set(bytes, x * CHANNELS, pixels[x]);
    }
  }
}
