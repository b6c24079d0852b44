package io.affut.bindings.openvino;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class InputPreprocessingTest {
  private final InputPreprocessing plain = InputPreprocessing.of(0, ElementType.U8, "NHWC", "NCHW");

  @Test
  void isEqualByContent() {
    assertThat(plain.withMean(1, 2, 3).withScale(4))
        .isEqualTo(plain.withScale(4).withMean(1, 2, 3))
        .hasSameHashCodeAs(plain.withScale(4).withMean(1, 2, 3))
        .isNotEqualTo(plain.withScale(4).withMean(1, 2, 4))
        .isNotEqualTo(plain.withMean(1, 2, 3).withScale(4).withReversedChannels())
        .isNotEqualTo(plain.withMean(1, 2, 3).withScale(4).withSize(1, 1));
  }

  @Test
  void keepsItsArraysToItself() {
    float[] mean = {1, 2, 3};
    InputPreprocessing preprocessing = plain.withMean(mean);
    mean[0] = 9;
    preprocessing.mean()[1] = 9;
    assertThat(preprocessing.mean()).containsExactly(1, 2, 3);
  }

  @Test
  void refusesWhatCannotBeComputed() {
    assertThatIllegalArgumentException().isThrownBy(() -> plain.withScale(1, 0, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> plain.withScale(Float.NaN));
    assertThatIllegalArgumentException().isThrownBy(() -> plain.withSize(0, 640));
  }
}
