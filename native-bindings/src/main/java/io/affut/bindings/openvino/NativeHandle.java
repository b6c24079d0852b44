package io.affut.bindings.openvino;

import io.affut.bindings.memory.NativeLedger;
import java.lang.foreign.MemorySegment;
import java.util.function.Consumer;

/// One object of the C library, counted while it lives and released once.
///
/// Any thread may read the pointer or close it; closing while another thread is inside a call with
/// it is the owner's mistake.
final class NativeHandle {
  private final NativeLedger ledger;
  private final String kind;
  private final String title;
  private final MemorySegment pointer;
  private final Consumer<MemorySegment> release;
  private volatile boolean closed;

  /// @param kind the C type, such as `ov_core`: what the ledger counts it under
  /// @param title what messages call it
  /// @param pointer not NULL; owned from now on
  /// @param release frees it, and what belongs to it; called once
  NativeHandle(
      NativeLedger ledger,
      String kind,
      String title,
      MemorySegment pointer,
      Consumer<MemorySegment> release) {
    if (pointer.address() == 0) {
      throw new IllegalStateException("OpenVINO said OK but gave no " + title);
    }
    this.ledger = ledger;
    this.kind = kind;
    this.title = title;
    this.pointer = pointer;
    this.release = release;
    ledger.add(kind, 1);
  }

  /// What messages call it.
  String title() {
    return title;
  }

  /// @throws IllegalStateException that names the object, when it is closed
  MemorySegment pointer() {
    if (closed) {
      throw new IllegalStateException("the OpenVINO " + title + " is closed");
    }
    return pointer;
  }

  /// Releases the object, the first time.
  synchronized void close() {
    if (!closed) {
      release.accept(pointer); // throws only before it has released anything
      closed = true;
      ledger.remove(kind, 1);
    }
  }
}
