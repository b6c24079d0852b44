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
    return bytes -> Memory.take(buffer, bytes);
  }
}
