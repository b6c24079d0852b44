package io.affut.engine.model;

/// What logits are divided by before they become probabilities, so that these are as often right as
/// they say ("On Calibration of Modern Neural Networks", Guo, Pleiss, Sun, Weinberger, 2017).
///
/// @param picture for the logits of one picture, greater than 0
/// @param sequence for the mean of the logits of several, greater than 0
public record Temperatures(float picture, float sequence) {
  /// The temperatures of a network that was not calibrated.
  public static final Temperatures NONE = new Temperatures(1, 1);
}
