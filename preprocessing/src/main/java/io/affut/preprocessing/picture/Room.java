package io.affut.preprocessing.picture;

import io.affut.bindings.memory.NativeBuffer;
import java.lang.foreign.MemorySegment;

/// Memory for one file or one picture at a time: what was taken before is gone.
@FunctionalInterface
public interface Room {
  /// At least room for `bytes`, off-heap, with whatever was there before.
  ///
  /// @return exactly so many bytes, until the next call or the end of the memory's owner
  /// @throws UnreadablePictureException if there is not as much memory
  MemorySegment take(long bytes) throws UnreadablePictureException;

  /// Room in a buffer that is reused.
  static Room in(NativeBuffer buffer) {
    return bytes -> take(buffer, bytes);
  }

  /// Takes room in a buffer, so that too little memory costs a picture and not the run.
  ///
  /// @throws UnreadablePictureException if there is not as much memory
  static MemorySegment take(NativeBuffer buffer, long bytes) throws UnreadablePictureException {
    try {
      return buffer.atLeast(bytes);
    } catch (OutOfMemoryError e) {
      throw new UnreadablePictureException(
          "needs %d MB of memory to be decoded, more than there is"
              .formatted(Math.ceilDiv(bytes, 1_000_000)),
          e);
    }
  }
}
