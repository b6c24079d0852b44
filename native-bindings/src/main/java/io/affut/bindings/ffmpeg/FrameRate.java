package io.affut.bindings.ffmpeg;

/// Frames a second, as an exact fraction: 30000/1001 is the 29.97 of television.
///
/// @param numerator positive, or 0 where the rate is not known
/// @param denominator positive
public record FrameRate(int numerator, int denominator) {

  /// @throws IllegalArgumentException if it is negative or divides by zero
  public FrameRate {
    if (numerator < 0 || denominator < 1) {
      throw new IllegalArgumentException(
          "a frame rate of " + numerator + "/" + denominator + " is none");
    }
  }

  /// Frames a second; 0 where the rate is not known.
  public double perSecond() {
    return (double) numerator / denominator;
  }
}
