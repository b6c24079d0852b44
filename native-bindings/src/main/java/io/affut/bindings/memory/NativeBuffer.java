package io.affut.bindings.memory;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.function.Supplier;

/// A block of off-heap memory that is reused and grows when more is asked for, aligned to 64 bytes.
///
/// Growing drops the content and ends the life of every segment handed out before. A confined
/// buffer belongs to the thread that made it; a shared one may be used by any thread, one at a
/// time. The maker closes it; twice is fine.
public final class NativeBuffer implements AutoCloseable {
  /// Cache lines and the widest vectors of today's processors are 64 bytes.
  public static final long ALIGNMENT = 64;

  private final NativeLedger ledger;
  private final String kind;
  private final Supplier<Arena> arenas;
  private Arena arena;
  private MemorySegment memory = MemorySegment.NULL;
  private boolean closed;

  private NativeBuffer(NativeLedger ledger, String kind, Supplier<Arena> arenas) {
    this.ledger = ledger;
    this.kind = kind + " bytes";
    this.arenas = arenas;
  }

  /// A buffer for the calling thread alone; it takes its memory when it is first asked for some.
  public static NativeBuffer confined(NativeLedger ledger, String kind) {
    return new NativeBuffer(ledger, kind, Arena::ofConfined);
  }

  /// A buffer that threads hand to each other, for slots that live as long as their pool: its close
  /// stops every thread for a moment, so it is not for anything that comes and goes with a picture.
  public static NativeBuffer shared(NativeLedger ledger, String kind) {
    return new NativeBuffer(ledger, kind, Arena::ofShared);
  }

  /// At least `bytes` of memory, with whatever was written there last, or zeros.
  ///
  /// @return a segment of exactly `bytes`, alive until the buffer grows or is closed
  public MemorySegment atLeast(long bytes) {
    if (closed) {
      throw new IllegalStateException("the buffer of " + kind + " is closed");
    }
    if (bytes > memory.byteSize()) {
      release();
      // A quarter more than asked, so that slowly growing requests do not allocate each time.
      long size = Math.addExact(bytes, bytes / 4) + ALIGNMENT & -ALIGNMENT;
      Arena next = arenas.get();
      try {
        memory = next.allocate(size, ALIGNMENT);
      } catch (RuntimeException | Error e) {
        next.close();
        throw e;
      }
      arena = next;
      ledger.add(kind, size);
    }
    return memory.asSlice(0, bytes);
  }

  @Override
  public void close() {
    if (!closed) {
      release();
      closed = true;
    }
  }

  private void release() {
    if (arena != null) {
      long size = memory.byteSize();
      arena.close();
      arena = null;
      memory = MemorySegment.NULL;
      ledger.remove(kind, size);
    }
  }
}
