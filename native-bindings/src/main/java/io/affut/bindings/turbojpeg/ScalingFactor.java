package io.affut.bindings.turbojpeg;

/// A size at which the library can decode, relative to the stored one; a smaller one is faster.
///
/// @param numerator at least 1
/// @param denominator at least 1
public record ScalingFactor(int numerator, int denominator) {
  /// As it is stored.
  public static final ScalingFactor FULL = new ScalingFactor(1, 1);

  /// Checks that it is a size.
  public ScalingFactor {
    if (numerator < 1 || denominator < 1) {
      throw new IllegalArgumentException("no scaling factor: " + numerator + "/" + denominator);
    }
  }

  /// The scaled width of a picture that is `length` wide, or its height likewise: rounded up, as
  /// C's `TJSCALED`.
  public int scaled(int length) {
    return Math.toIntExact(((long) length * numerator + denominator - 1) / denominator);
  }

  /// Whether pictures come out smaller than they are stored.
  public boolean reduces() {
    return numerator < denominator;
  }

  /// Such as `3/8`.
  @Override
  public String toString() {
    return numerator + "/" + denominator;
  }
}
