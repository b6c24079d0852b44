package io.affut.preprocessing.picture;

import io.affut.bindings.memory.NativeBuffer;
import java.lang.foreign.MemorySegment;

/// Takes memory for one picture, so that too little of it costs that picture and not the run.
public final class Memory {
  private Memory() {}

  /// @throws UnreadablePictureException if there is not as much memory
  public static MemorySegment take(NativeBuffer buffer, long bytes)
      throws UnreadablePictureException {
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
