package io.affut.engine.detection;

import java.util.Arrays;

/// What a classifier says of one crop, before any softmax, exact to the bit.
///
/// The arrays are not copied and must not be changed.
///
/// @param classes one a class, in the order of the classifier's output
/// @param birds one a kind of bird, in the order of the bird head's output; empty where none ran
public record Logits(float[] classes, float[] birds) {

  /// How likely each class is: the softmax of the logits divided by a temperature; sums to 1.
  ///
  /// @param temperature greater than 0
  public double[] probabilities(double temperature) {
    return probabilities(temperature, new boolean[classes.length]);
  }

  /// How likely each class is when some cannot be there, which are 0.
  ///
  /// @param temperature greater than 0
  /// @param excluded one a class, whether it cannot be there
  public double[] probabilities(double temperature, boolean[] excluded) {
    double[] exact = new double[classes.length];
    for (int i = 0; i < exact.length; i++) {
      exact[i] = classes[i];
    }
    return Softmax.of(exact, temperature, excluded);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Logits(float[] theirs, float[] theirBirds)
        && Arrays.equals(classes, theirs)
        && Arrays.equals(birds, theirBirds);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(classes) + Arrays.hashCode(birds);
  }

  @Override
  public String toString() {
    return "Logits[classes=%s, birds=%s]"
        .formatted(Arrays.toString(classes), Arrays.toString(birds));
  }
}
