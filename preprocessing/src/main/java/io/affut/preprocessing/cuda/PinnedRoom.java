package io.affut.preprocessing.cuda;

import io.affut.bindings.cuda.CudaDevice;
import io.affut.bindings.cuda.PinnedBuffer;
import io.affut.preprocessing.picture.Room;
import java.lang.foreign.MemorySegment;

/// Memory of the host that a GPU copies from by itself, which is reused and grows, and goes back
/// where it is far too large. One thread at a time.
final class PinnedRoom implements Room, AutoCloseable {
  private final CudaDevice device;
  private PinnedBuffer buffer;
  private boolean closed;

  PinnedRoom(CudaDevice device) {
    this.device = device;
  }

  /// @throws io.affut.bindings.cuda.CudaException if there is not as much memory
  @Override
  public MemorySegment take(long bytes) {
    if (closed) {
      throw new IllegalStateException("the pinned memory for pictures is closed");
    }
    if (buffer == null || !ReusedMemory.serves(buffer.memory().byteSize(), bytes)) {
      release();
      // A quarter more than asked, so that slowly growing requests do not allocate each time.
      buffer = device.allocatePinned(Math.addExact(bytes, bytes / 4) + 1);
    }
    return buffer.memory().asSlice(0, bytes);
  }

  /// What was taken last, for a stream to copy from.
  PinnedBuffer buffer() {
    return buffer;
  }

  @Override
  public void close() {
    closed = true;
    release();
  }

  private void release() {
    if (buffer != null) {
      PinnedBuffer old = buffer;
      buffer = null;
      old.close();
    }
  }
}
