package io.affut.preprocessing.cuda;

import io.affut.bindings.cuda.CudaException;
import io.affut.bindings.cuda.CudaStream;
import io.affut.bindings.cuda.DeviceBuffer;

/// A GPU's memory for one thing at a time, such as a picture, which is reused and grows, and goes
/// back where it is far too large. One thread at a time.
final class GrowingMemory implements AutoCloseable {
  private static final long MEBIBYTE = 1 << 20;

  private DeviceBuffer buffer;
  private boolean closed;

  /// At least `bytes`, with whatever is in them; what was returned before may be gone. Where it has
  /// to be another one, it waits for the stream first.
  ///
  /// @param stream where the memory is used, and was used before
  /// @throws CudaException if there is not as much memory, or CUDA fails, perhaps in earlier work
  DeviceBuffer atLeast(CudaStream stream, long bytes) {
    if (closed) {
      throw new IllegalStateException("this memory of a GPU is closed");
    }
    if (buffer == null || !ReusedMemory.serves(buffer.bytes(), bytes)) {
      if (buffer != null) {
        stream.synchronise(); // kernels may still read it
      }
      release();
      // Whole mebibytes, so that slightly growing requests do not allocate each time.
      buffer = stream.device().allocate(Math.ceilDiv(bytes, MEBIBYTE) * MEBIBYTE);
    }
    return buffer;
  }

  @Override
  public void close() {
    closed = true;
    release();
  }

  private void release() {
    if (buffer != null) {
      DeviceBuffer old = buffer;
      buffer = null;
      old.close();
    }
  }
}
