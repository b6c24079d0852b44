package io.affut.bindings.tensorrt;

import io.affut.bindings.memory.NativeLedger;
import java.util.function.LongConsumer;
import org.bytedeco.javacpp.Pointer;

/// An object of TensorRT's, counted while it lives and deleted once.
///
/// The preset's own `close()` forgets the address of what TensorRT made and deletes nothing.
final class Owned<T extends Pointer> implements AutoCloseable {
  private final String kind;
  private final T object;
  private final LongConsumer deleter;
  private final NativeLedger ledger;
  private boolean closed;

  /// @param kind the name of its C++ class, which the ledger counts it under
  /// @param object not NULL; owned from now on
  /// @param deleter is given its address, once
  Owned(String kind, T object, LongConsumer deleter, NativeLedger ledger) {
    this.kind = kind;
    this.object = object;
    this.deleter = deleter;
    this.ledger = ledger;
    ledger.add(kind, 1);
  }

  /// The object, for a call.
  ///
  /// @throws IllegalStateException when it is closed
  T get() {
    if (closed) {
      throw new IllegalStateException("the " + kind + " is closed");
    }
    return object;
  }

  boolean isClosed() {
    return closed;
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      ledger.remove(kind, 1);
      deleter.accept(object.address());
    }
  }
}
