package io.affut.bindings.cuda;

import java.lang.foreign.MemorySegment;
import java.util.function.ToIntFunction;

/// One object or block of memory of CUDA, counted while it lives and released once.
///
/// Any thread may read the pointer or close it; closing while another thread is inside a call with
/// it is the owner's mistake.
final class CudaHandle implements AutoCloseable {
  private final CudaLibrary library;
  private final String kind;
  private final long amount;
  private final String title;
  private final MemorySegment pointer;
  private final String releaseName;
  private final ToIntFunction<MemorySegment> release;
  private volatile boolean closed;

  /// @param kind what the ledger counts it under
  /// @param amount 1 for an object, a number of bytes for memory
  /// @param title what messages call it
  /// @param pointer not NULL; owned from now on
  /// @param releaseName the C name of `release`
  /// @param release frees it and returns a status; called once
  CudaHandle(
      CudaLibrary library,
      String kind,
      long amount,
      String title,
      MemorySegment pointer,
      String releaseName,
      ToIntFunction<MemorySegment> release) {
    if (pointer.address() == 0) {
      throw new IllegalStateException("CUDA said that it succeeded but gave no " + title);
    }
    this.library = library;
    this.kind = kind;
    this.amount = amount;
    this.title = title;
    this.pointer = pointer;
    this.releaseName = releaseName;
    this.release = release;
    library.ledger().add(kind, amount);
  }

  /// What messages call it.
  String title() {
    return title;
  }

  boolean isClosed() {
    return closed;
  }

  /// @throws IllegalStateException that names the object, when it is closed
  MemorySegment pointer() {
    if (closed) {
      throw new IllegalStateException("the CUDA " + title + " is closed");
    }
    return pointer;
  }

  /// Releases the object, the first time. CUDA releases it even when the status is a failure, which
  /// is then one of earlier work.
  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      library.ledger().remove(kind, amount);
      library.check(release.applyAsInt(pointer), releaseName);
    }
  }
}
