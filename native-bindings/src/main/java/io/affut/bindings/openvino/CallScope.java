package io.affut.bindings.openvino;

import static java.lang.foreign.ValueLayout.ADDRESS;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;

/// What lives for the length of one call: out-parameters, strings, and objects of C that are freed
/// at its end, the last one first, whether the call succeeds or not. One thread.
final class CallScope implements AutoCloseable {
  private final Arena arena = Arena.ofConfined();
  private final Deque<Runnable> releases = new ArrayDeque<>();

  Arena arena() {
    return arena;
  }

  /// Room for a pointer, NULL at first.
  MemorySegment slot() {
    return arena.allocate(ADDRESS);
  }

  /// `text` in UTF-8 with its zero.
  MemorySegment string(String text) {
    return arena.allocateFrom(text);
  }

  /// The pointer that C put into `slot`, freed at the end of the call.
  MemorySegment freeLater(MemorySegment slot, Consumer<MemorySegment> free) {
    MemorySegment pointer = slot.get(ADDRESS, 0);
    releases.push(() -> free.accept(pointer));
    return pointer;
  }

  @Override
  public void close() {
    try {
      while (!releases.isEmpty()) {
        releases.pop().run();
      }
    } finally {
      arena.close();
    }
  }
}
