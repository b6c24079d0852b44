package io.affut.preprocessing.resize;

import java.lang.foreign.MemorySegment;

/// Checks that a picture lies in its segment, before a kernel touches either.
final class PixelBounds {
  private PixelBounds() {}

  /// @throws IndexOutOfBoundsException if `what` of `width` x `height` pixels is not in `segment`
  static void require(MemorySegment segment, int width, int height, int pixelBytes, String what) {
    long needed = (long) width * height * pixelBytes;
    if (width < 1 || height < 1 || segment.byteSize() < needed) {
      throw new IndexOutOfBoundsException(
          "the %s of %d x %d pixels needs %d bytes, the segment has %d"
              .formatted(what, width, height, needed, segment.byteSize()));
    }
  }
}
