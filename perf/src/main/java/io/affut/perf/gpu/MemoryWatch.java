package io.affut.perf.gpu;

import java.util.ArrayList;
import java.util.List;

/// What is used of one memory over a long run, in bytes, and whether that stays as it is.
final class MemoryWatch {
  /// What caches of drivers and of the Java heap may still take after half of a run.
  private static final long ALLOWED = 32L << 20;

  private final List<Long> samples = new ArrayList<>();

  void add(long bytes) {
    samples.add(bytes);
  }

  long first() {
    return samples.getFirst();
  }

  long most() {
    return samples.stream().mapToLong(Long::longValue).max().orElseThrow();
  }

  long last() {
    return samples.getLast();
  }

  /// The most of the last quarter, less the most of the second: what was warm has grown by it.
  long growth() {
    return most(3) - most(1);
  }

  /// Whether it has grown by no more than 2 in 100 or 32 MiB, whichever is more.
  boolean isFlat() {
    return growth() <= Math.max(ALLOWED, most(1) / 50);
  }

  private long most(int quarter) {
    int size = samples.size();
    return samples
        .subList(size * quarter / 4, Math.max(size * (quarter + 1) / 4, size * quarter / 4 + 1))
        .stream()
        .mapToLong(Long::longValue)
        .max()
        .orElseThrow();
  }
}
