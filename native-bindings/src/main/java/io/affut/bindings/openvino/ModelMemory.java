package io.affut.bindings.openvino;

import io.affut.bindings.memory.NativeBuffer;
import io.affut.bindings.memory.NativeLedger;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// Weights that OpenVINO reads in place: a copy of ours, shared by the model, what is compiled from
/// it and their requests, and given back by the last of them. Any thread.
final class ModelMemory {
  private static final String KIND = "ov_model bytes";

  private final NativeLedger ledger;
  private final Arena arena;
  private final MemorySegment bytes;
  private int owners = 1;

  private ModelMemory(NativeLedger ledger, Arena arena, MemorySegment bytes) {
    this.ledger = ledger;
    this.arena = arena;
    this.bytes = bytes;
    ledger.add(KIND, bytes.byteSize());
  }

  /// Nothing that would have to be kept.
  static ModelMemory none(NativeLedger ledger) {
    return new ModelMemory(ledger, Arena.global(), MemorySegment.NULL);
  }

  /// A copy of `source`, with one owner: the caller.
  static ModelMemory copyOf(MemorySegment source, NativeLedger ledger) {
    Arena arena = Arena.ofShared(); // closed once, with the model
    try {
      MemorySegment bytes = arena.allocate(source.byteSize(), NativeBuffer.ALIGNMENT);
      return new ModelMemory(ledger, arena, bytes.copyFrom(source));
    } catch (RuntimeException | Error e) {
      arena.close();
      throw e;
    }
  }

  MemorySegment bytes() {
    return bytes;
  }

  /// One owner more.
  ///
  /// @throws IllegalStateException when there is none any more
  synchronized ModelMemory share() {
    if (owners == 0) {
      throw new IllegalStateException("the weights of the OpenVINO model are gone");
    }
    owners++;
    return this;
  }

  /// One owner less.
  synchronized void release() {
    owners--;
    if (owners == 0 && bytes.byteSize() > 0) {
      arena.close();
      ledger.remove(KIND, bytes.byteSize());
    }
  }
}
