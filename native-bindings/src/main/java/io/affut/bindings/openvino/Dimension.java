package io.affut.bindings.openvino;

/// One extent of a shape: a number, a range, or anything.
///
/// @param min the smallest it may be, at least 0
/// @param max the largest it may be, or [#UNBOUNDED]
public record Dimension(long min, long max) {
  /// No upper bound.
  public static final long UNBOUNDED = -1;

  /// Checks the range.
  public Dimension {
    if (min < 0 || max < UNBOUNDED || (max != UNBOUNDED && max < min)) {
      throw new IllegalArgumentException("no dimension: " + min + ".." + max);
    }
  }

  /// Exactly `extent`, or anything where it is -1.
  public static Dimension of(long extent) {
    return extent == UNBOUNDED ? new Dimension(0, UNBOUNDED) : new Dimension(extent, extent);
  }

  /// Whether only one extent is possible.
  public boolean isStatic() {
    return min == max;
  }

  /// `640`, `?` or `1..8`, as OpenVINO writes it.
  @Override
  public String toString() {
    if (isStatic()) {
      return Long.toString(min);
    }
    if (max == UNBOUNDED) {
      return min == 0 ? "?" : min + "..";
    }
    return min + ".." + max;
  }
}
