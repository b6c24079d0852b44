package io.affut.preprocessing.resize;

import java.util.function.DoubleUnaryOperator;

/// What a pixel counts at a distance, when a picture is scaled as Pillow does it: antialiased, the
/// filter widened by the scale where the picture shrinks.
public enum ResampleFilter {
  /// The cubic convolution of Keys with a = -0.5; Pillow's `BICUBIC`.
  BICUBIC(2, ResampleFilter::cubic),
  /// A triangle; Pillow's `BILINEAR`, and what torchvision's `Resize` does unless told otherwise.
  BILINEAR(1, distance -> Math.max(0, 1 - Math.abs(distance)));

  private static final double A = -0.5;

  private final double radius;
  private final DoubleUnaryOperator weight;

  ResampleFilter(double radius, DoubleUnaryOperator weight) {
    this.radius = radius;
    this.weight = weight;
  }

  /// Nothing further away counts, in pixels of the smaller of both pictures.
  public double radius() {
    return radius;
  }

  /// @param distance from the centre, in pixels of the smaller of both pictures
  double weight(double distance) {
    return weight.applyAsDouble(distance);
  }

  private static double cubic(double distance) {
    double x = Math.abs(distance);
    if (x < 1) {
      return ((A + 2) * x - (A + 3)) * x * x + 1;
    }
    return x < 2 ? (((x - 5) * x + 8) * x - 4) * A : 0;
  }
}
