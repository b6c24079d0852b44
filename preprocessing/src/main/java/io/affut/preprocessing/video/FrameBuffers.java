package io.affut.preprocessing.video;

import io.affut.bindings.memory.NativeBuffer;

/// The memory of a reader; of all its videos, one after the other.
///
/// @param start for a file's first bytes
/// @param stored for a frame as the file has it
/// @param upright for a frame that had to be turned
record FrameBuffers(NativeBuffer start, NativeBuffer stored, NativeBuffer upright)
    implements AutoCloseable {
  @Override
  public void close() {
    start.close();
    stored.close();
    upright.close();
  }
}
