package io.affut.preprocessing.cuda;

import io.affut.bindings.cuda.CudaStream;
import io.affut.bindings.cuda.DeviceBuffer;

/// A GPU's memory for one picture at a time, which is reused and grows, and goes back where it is
/// far too large. One thread at a time.
final class PixelMemory implements AutoCloseable {
  private static final long MEBIBYTE = 1 << 20;

  private final CudaStream stream;
  private DeviceBuffer buffer;
  private boolean closed;

  /// @param stream where the pictures are used
  PixelMemory(CudaStream stream) {
    this.stream = stream;
  }

  /// At least `bytes`; where it has to be another one, it waits for the stream first.
  ///
  /// @throws io.affut.bindings.cuda.CudaException if there is not as much memory
  DeviceBuffer atLeast(long bytes) {
    if (closed) {
      throw new IllegalStateException("the memory for pictures on a GPU is closed");
    }
    if (buffer == null || buffer.bytes() < bytes || Oversize.is(buffer.bytes(), bytes)) {
      if (buffer != null) {
        stream.synchronise(); // kernels may still read it
      }
      release();
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
