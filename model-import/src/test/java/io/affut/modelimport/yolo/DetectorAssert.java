package io.affut.modelimport.yolo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.affut.modelimport.Array;
import io.affut.testing.NumpyArray;

/// Compares what detectors give: boxes within a hundredth of a pixel, confidences within 0.0001.
final class DetectorAssert {
  private static final double PIXELS = 1e-2;
  private static final double CONFIDENCE = 1e-4;

  private DetectorAssert() {}

  /// @param numbersFirst whether the numbers of a box are the second axis, not the third
  static void assertSame(Array actual, NumpyArray expected, boolean numbersFirst) {
    assertSame(actual, new Array(expected.shape(), expected.floats()), numbersFirst);
  }

  static void assertSame(Array actual, Array expected, boolean numbersFirst) {
    assertThat(actual.shape()).containsExactly(expected.shape());
    int numbers = expected.shape()[numbersFirst ? 1 : 2];
    int apart = numbersFirst ? expected.shape()[2] : 1;
    for (int i = 0; i < expected.values().length; i++) {
      boolean ofBox = i / apart % numbers < 4;
      assertThat((double) actual.values()[i])
          .as("element %d", i)
          .isCloseTo(expected.values()[i], within(ofBox ? PIXELS : CONFIDENCE));
    }
  }
}
