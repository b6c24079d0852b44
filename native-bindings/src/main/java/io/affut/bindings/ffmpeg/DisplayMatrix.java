package io.affut.bindings.ffmpeg;

/// How a video's frames are to be turned for display: the linear part of the matrix that its file
/// carries (ISO 14496-12, 6.2.2), which moves the pixel at `(x, y)` to `(xx * x + xy * y, yx * x +
/// yy * y)`, the y axis pointing down.
///
/// @param xx 1 in a matrix that turns nothing
/// @param yx what a step to the right moves down
/// @param xy what a step down moves to the right
/// @param yy 1 in a matrix that turns nothing
public record DisplayMatrix(double xx, double yx, double xy, double yy) {
  /// The matrix of a video that says nothing.
  public static final DisplayMatrix IDENTITY = new DisplayMatrix(1, 0, 0, 1);
}
