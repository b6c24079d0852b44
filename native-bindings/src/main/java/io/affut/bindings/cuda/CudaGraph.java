package io.affut.bindings.cuda;

import java.lang.foreign.MemorySegment;
import java.util.List;

/// Work that was queued once and is launched again and again as a whole, which costs the processor
/// far less than queueing each piece: [CudaStream#capture(Runnable)] makes it, [CudaStream#launch]
/// runs it. The addresses and numbers in it are those of the capture.
///
/// One thread at a time; launches of one graph run one after the other, whatever their streams. The
/// maker closes it, and what it uses not before it; twice is fine.
public final class CudaGraph implements AutoCloseable {
  private final CudaDevice device;
  private final CudaHandle handle;
  private final List<StreamUsers> uses;
  private final StreamUsers users = new StreamUsers();

  /// @param uses those of all buffers and programs in it
  CudaGraph(CudaDevice device, CudaHandle handle, List<StreamUsers> uses) {
    this.device = device;
    this.handle = handle;
    this.uses = uses;
  }

  /// Waits for the streams that were given it, and gives it back in any case.
  ///
  /// @throws CudaException when some of that work failed
  @Override
  public void close() {
    users.release(handle);
  }

  /// Such as `graph on cuda:0`.
  @Override
  public String toString() {
    return handle.title();
  }

  StreamUsers users() {
    return users;
  }

  List<StreamUsers> uses() {
    return uses;
  }

  /// For a stream of `user`.
  MemorySegment pointer(CudaDevice user) {
    MemorySegment pointer = handle.pointer();
    if (user.index() != device.index()) {
      throw new IllegalArgumentException(
          "the CUDA " + this + " cannot be launched by a stream on cuda:" + user.index());
    }
    for (StreamUsers used : uses) {
      if (used.areGone()) {
        throw new IllegalStateException("the CUDA " + this + " uses something that is closed");
      }
    }
    return pointer;
  }
}
