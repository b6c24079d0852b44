package io.affut.bindings.cuda;

import static java.lang.foreign.ValueLayout.ADDRESS;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.function.ToIntFunction;

/// One object of nvJPEG, counted while it lives and released once. It belongs to a device, which is
/// made the calling thread's current one when it is made and released.
final class NvJpegObject implements AutoCloseable {
  private final NvJpegLibrary library;
  private final CudaDevice device;
  private final String kind;
  private final MemorySegment pointer;
  private final String releaseName;
  private final ToIntFunction<MemorySegment> release;
  private volatile boolean closed;

  /// Makes one.
  ///
  /// @param kind its C type, which the ledger counts it under
  /// @param makeName the C name of `make`
  /// @param make writes the object to the address that it is given and returns a status
  /// @param releaseName the C name of `release`
  /// @param release frees it and returns a status; called once
  /// @throws CudaException when nvJPEG makes none
  NvJpegObject(
      NvJpegLibrary library,
      CudaDevice device,
      String kind,
      String makeName,
      ToIntFunction<MemorySegment> make,
      String releaseName,
      ToIntFunction<MemorySegment> release) {
    device.select();
    try (Arena call = Arena.ofConfined()) {
      MemorySegment slot = call.allocate(ADDRESS);
      library.check(make.applyAsInt(slot), makeName);
      this.pointer = slot.get(ADDRESS, 0);
    }
    if (pointer.address() == 0) {
      throw new IllegalStateException(makeName + " said that it succeeded but gave no " + kind);
    }
    this.library = library;
    this.device = device;
    this.kind = kind;
    this.releaseName = releaseName;
    this.release = release;
    library.ledger().add(kind, 1);
  }

  /// @throws IllegalStateException that names the kind, when it is closed
  MemorySegment pointer() {
    if (closed) {
      throw new IllegalStateException("the " + kind + " on cuda:" + device.index() + " is closed");
    }
    return pointer;
  }

  /// Releases the object, the first time; also when the device cannot be selected any more, which
  /// is the failure to be told then.
  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      library.ledger().remove(kind, 1);
      CudaException failure = null;
      try {
        device.select();
      } catch (CudaException e) {
        failure = e;
      }
      int status = release.applyAsInt(pointer);
      if (failure != null) {
        throw failure;
      }
      library.check(status, releaseName);
    }
  }
}
