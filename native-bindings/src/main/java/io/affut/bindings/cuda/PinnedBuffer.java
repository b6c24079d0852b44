package io.affut.bindings.cuda;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// Memory of the host that devices copy from and to by themselves.
///
/// One thread at a time, which may be another than the maker. The maker closes it; twice is fine.
public final class PinnedBuffer implements AutoCloseable {
  private final CudaHandle handle;
  private final StreamUsers users = new StreamUsers();
  private final Arena arena; // shared, since slots go from thread to thread
  private final MemorySegment memory;

  /// Takes `handle` over, also when it fails.
  PinnedBuffer(long bytes, CudaHandle handle) {
    this.handle = handle;
    try {
      this.arena = Arena.ofShared();
      this.memory = CudaRuntimeC.sized(handle.pointer(), bytes, arena);
    } catch (RuntimeException | Error e) {
      handle.close();
      throw e;
    }
  }

  /// Its bytes, until it is closed. What a stream was told to read must not be written, and what it
  /// was told to write not be read, before the stream is done with it.
  ///
  /// @throws IllegalStateException when it is closed
  public MemorySegment memory() {
    handle.pointer();
    return memory;
  }

  /// Waits for the streams that were given work with it, and gives it back in any case; segments of
  /// it are dead from then on.
  ///
  /// @throws CudaException when some of that work failed
  /// @throws IllegalStateException when another thread is in the middle of reading or writing it;
  ///   then nothing has happened
  @Override
  public void close() {
    if (!handle.isClosed()) {
      arena.close();
      users.release(handle);
    }
  }

  /// Such as `pinned buffer of 1024 bytes on cuda:0`.
  @Override
  public String toString() {
    return handle.title();
  }

  StreamUsers users() {
    return users;
  }

  /// Some of its bytes.
  MemorySegment at(long offset, long count) {
    return memory().asSlice(offset, count);
  }
}
