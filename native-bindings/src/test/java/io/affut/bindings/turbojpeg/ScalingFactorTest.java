package io.affut.bindings.turbojpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ScalingFactorTest {
  @Property
  void aScaledLengthIsRoundedUp(
      @ForAll @IntRange(min = 1, max = 65500) int length,
      @ForAll @IntRange(min = 1, max = 16) int eighths) {
    int scaled = new ScalingFactor(eighths, 8).scaled(length);

    assertThat(scaled).isEqualTo((int) Math.ceil(length * (eighths / 8.0)));
  }

  @Test
  void nothingIsNoScale() {
    assertThatIllegalArgumentException().isThrownBy(() -> new ScalingFactor(0, 8));
    assertThatIllegalArgumentException().isThrownBy(() -> new ScalingFactor(1, 0));
  }
}
