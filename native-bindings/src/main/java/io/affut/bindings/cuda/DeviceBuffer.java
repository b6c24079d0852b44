package io.affut.bindings.cuda;

import java.lang.foreign.MemorySegment;
import java.util.Objects;

/// Memory of a device; only streams can read and write it.
///
/// One thread at a time. The maker closes it; twice is fine.
public final class DeviceBuffer implements AutoCloseable {
  private final CudaDevice device;
  private final long bytes;
  private final CudaHandle handle;
  private final StreamUsers users = new StreamUsers();

  DeviceBuffer(CudaDevice device, long bytes, CudaHandle handle) {
    this.device = device;
    this.bytes = bytes;
    this.handle = handle;
  }

  /// Its size in bytes.
  public long bytes() {
    return bytes;
  }

  /// Where it lies in the device's memory, for libraries that take such addresses; valid until it
  /// is closed. What they are given to do with it the buffer does not wait for.
  ///
  /// @throws IllegalStateException when it is closed
  public long address() {
    return handle.pointer().address();
  }

  /// Waits for the streams that were given work with it, and gives it back in any case.
  ///
  /// @throws CudaException when some of that work failed
  @Override
  public void close() {
    users.release(handle);
  }

  /// Such as `buffer of 1024 bytes on cuda:0`.
  @Override
  public String toString() {
    return handle.title();
  }

  StreamUsers users() {
    return users;
  }

  /// The address of some of its bytes, for a stream of `user`.
  MemorySegment at(CudaDevice user, long offset, long count) {
    long start = handle.pointer().address();
    if (user.index() != device.index()) {
      throw new IllegalArgumentException(
          "the CUDA " + this + " cannot be used by a stream on cuda:" + user.index());
    }
    Objects.checkFromIndexSize(offset, count, bytes);
    return MemorySegment.ofAddress(start + offset);
  }
}
