package io.affut.perf.peer;

/// Wall-clock time from its making.
final class Stopwatch {
  private final long start = System.nanoTime();

  double seconds() {
    return (System.nanoTime() - start) / 1e9;
  }
}
