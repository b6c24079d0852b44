package io.affut.bindings.memory;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/// Counts the native objects and the off-heap bytes that are alive, by kind, so that a test can
/// prove that a run gave everything back.
///
/// One ledger is made at the start of the program and handed to whatever owns native things. Safe
/// for any thread.
public final class NativeLedger {
  private final Map<String, LongAdder> live = new ConcurrentHashMap<>();

  /// An empty ledger.
  public NativeLedger() {}

  /// Notes that `amount` of `kind` has come to life: 1 for an object, a number of bytes for memory.
  public void add(String kind, long amount) {
    live.computeIfAbsent(kind, ignored -> new LongAdder()).add(amount);
  }

  /// Notes that `amount` of `kind` has been released.
  public void remove(String kind, long amount) {
    add(kind, -amount);
  }

  /// What is alive now, by kind; kinds of which nothing is alive are left out.
  public Map<String, Long> snapshot() {
    Map<String, Long> counts = new TreeMap<>();
    live.forEach((kind, count) -> {
      long sum = count.sum();
      if (sum != 0) {
        counts.put(kind, sum);
      }
    });
    return counts;
  }
}
