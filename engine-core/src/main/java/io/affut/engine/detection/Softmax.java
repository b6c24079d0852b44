package io.affut.engine.detection;

/// Probabilities out of logits.
public final class Softmax {
  private Softmax() {}

  /// How likely each class is among those that are not left out: these sum to 1, the others get 0.
  ///
  /// @param temperature that the logits are divided by first, greater than 0
  /// @param leftOut classes that cannot be, one value a logit
  public static double[] of(double[] logits, double temperature, boolean[] leftOut) {
    double largest = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < logits.length; i++) {
      largest = leftOut[i] ? largest : Math.max(largest, logits[i] / temperature);
    }
    double[] likely = new double[logits.length];
    double sum = 0;
    for (int i = 0; i < logits.length; i++) {
      likely[i] = leftOut[i] ? 0 : Math.exp(logits[i] / temperature - largest);
      sum += likely[i];
    }
    for (int i = 0; i < logits.length; i++) {
      likely[i] /= sum;
    }
    return likely;
  }
}
