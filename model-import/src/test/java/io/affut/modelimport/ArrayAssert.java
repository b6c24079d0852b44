package io.affut.modelimport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/// Compares arrays by shape and, with a tolerance, by element.
public final class ArrayAssert {
  private ArrayAssert() {}

  /// Each element may differ by `tolerance`, for those beyond 1 times their size.
  public static void assertSame(Array actual, Array expected, double tolerance) {
    assertThat(actual.shape()).containsExactly(expected.shape());
    for (int i = 0; i < expected.values().length; i++) {
      double wanted = expected.values()[i];
      assertThat((double) actual.values()[i])
          .as("element %d of %s", i, actual)
          .isCloseTo(wanted, within(tolerance * Math.max(1, Math.abs(wanted))));
    }
  }
}
