package io.affut.cli.bench;

import java.util.Arrays;

/// Durations in order.
public final class Percentiles {
  private final long[] sorted;

  /// @param nanoseconds in any order, at least one
  public Percentiles(long... nanoseconds) {
    if (nanoseconds.length == 0) {
      throw new IllegalArgumentException("no duration has no percentile");
    }
    sorted = nanoseconds.clone();
    Arrays.sort(sorted);
  }

  /// The smallest duration that at least `percent` of all do not exceed (the nearest rank), in
  /// milliseconds.
  ///
  /// @param percent 0 to 100
  public double milliseconds(double percent) {
    if (!(percent >= 0 && percent <= 100)) {
      throw new IllegalArgumentException("there is no percentile " + percent);
    }
    int rank = (int) Math.ceil(percent * sorted.length / 100);
    return sorted[Math.max(rank, 1) - 1] / 1e6;
  }

  /// Their mean, in milliseconds.
  public double mean() {
    return Arrays.stream(sorted).average().orElseThrow() / 1e6;
  }
}
