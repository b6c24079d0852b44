package io.affut.bindings.cuda;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// A mark in a stream: [CudaStream#record(CudaEvent)] sets it, streams and threads wait for it.
///
/// One thread at a time. The maker closes it; twice is fine, also while a stream still waits for
/// it.
public final class CudaEvent implements AutoCloseable {
  private final CudaLibrary library;
  private final CudaDevice device;
  private final boolean timed;
  private final CudaHandle handle;
  private boolean recorded;

  CudaEvent(CudaLibrary library, CudaDevice device, boolean timed, CudaHandle handle) {
    this.library = library;
    this.device = device;
    this.timed = timed;
    this.handle = handle;
  }

  /// Waits until the stream has come to the mark.
  ///
  /// @throws IllegalStateException when it was not recorded yet
  /// @throws CudaException when work before it failed
  public void synchronise() {
    library.check(library.c().cudaEventSynchronize(recordedPointer()), "cudaEventSynchronize");
  }

  /// Whether the stream has come to the mark.
  ///
  /// @throws IllegalStateException when it was not recorded yet
  /// @throws CudaException when work before it failed
  public boolean isDone() {
    int status = library.c().cudaEventQuery(recordedPointer());
    if (status == CudaRuntimeC.CUDA_ERROR_NOT_READY) {
      return false;
    }
    library.check(status, "cudaEventQuery");
    return true;
  }

  /// The milliseconds from one mark to this one, to about half a microsecond; both have been
  /// reached.
  ///
  /// @throws IllegalStateException when either notes no time or was not recorded yet
  /// @throws CudaException when either was not reached yet, or CUDA fails
  public float millisecondsSince(CudaEvent start) {
    if (!timed || !start.timed) {
      throw new IllegalStateException(
          "the CUDA "
              + (timed ? start : this)
              + " notes no time; newTimedEvent makes one that does");
    }
    MemorySegment from = start.recordedPointer();
    MemorySegment to = recordedPointer();
    try (Arena call = Arena.ofConfined()) {
      MemorySegment milliseconds = call.allocate(JAVA_FLOAT);
      library.check(
          library.c().cudaEventElapsedTime(milliseconds, from, to), "cudaEventElapsedTime");
      return milliseconds.get(JAVA_FLOAT, 0);
    }
  }

  @Override
  public void close() {
    handle.close();
  }

  /// Such as `event on cuda:0`.
  @Override
  public String toString() {
    return handle.title();
  }

  /// For a stream of `user`.
  MemorySegment pointer(CudaDevice user) {
    if (user.index() != device.index()) {
      throw new IllegalArgumentException(
          "the CUDA " + this + " cannot be recorded by a stream on cuda:" + user.index());
    }
    return handle.pointer();
  }

  MemorySegment recordedPointer() {
    MemorySegment pointer = handle.pointer();
    if (!recorded) {
      throw new IllegalStateException("the CUDA " + this + " was not recorded yet");
    }
    return pointer;
  }

  void recorded() {
    recorded = true;
  }
}
