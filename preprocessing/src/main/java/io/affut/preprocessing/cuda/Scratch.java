package io.affut.preprocessing.cuda;

import io.affut.bindings.cuda.CudaDevice;
import io.affut.bindings.cuda.CudaException;
import io.affut.bindings.cuda.DeviceBuffer;

/// Memory of a device that grows when more is needed than ever before. One thread at a time.
final class Scratch implements AutoCloseable {
  private final CudaDevice device;
  private DeviceBuffer buffer;

  Scratch(CudaDevice device) {
    this.device = device;
  }

  /// At least so many bytes, with whatever is in them; what was returned before may be closed.
  ///
  /// @throws CudaException when there is not so much, or CUDA fails, perhaps in earlier work
  DeviceBuffer atLeast(long bytes) {
    if (buffer == null || buffer.bytes() < bytes) {
      close();
      buffer = device.allocate(bytes + bytes / 4); // so that a slightly larger one fits too
    }
    return buffer;
  }

  @Override
  public void close() {
    DeviceBuffer old = buffer;
    buffer = null;
    if (old != null) {
      old.close();
    }
  }
}
