package io.affut.preprocessing.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowable;

import org.junit.jupiter.api.Test;

class PixelCapTest {
  private final PixelCap cap = new PixelCap(200_000_000);

  private String refusal(long width, long height) {
    return catchThrowable(() -> cap.check(width, height)).getMessage();
  }

  @Test
  void exactlyTheCapIsFine() {
    assertThatCode(() -> cap.check(20_000, 10_000)).doesNotThrowAnyException();
  }

  @Test
  void aboveItTheSizeAndTheLimitAreNamed() {
    assertThat(refusal(30_000, 30_000))
        .isEqualTo(
            "is too large: 30000 x 30000 pixels are 900 megapixels, and the limit is 200 (--max-megapixels)");
    assertThat(refusal(20_000, 10_001)).contains("200.02 megapixels");
  }

  @Test
  void numbersThatOverflowAreStillTooLarge() {
    assertThat(refusal(0xffffffffL, 0xffffffffL)).startsWith("is too large");
    assertThat(refusal(Long.MAX_VALUE, Long.MAX_VALUE)).startsWith("is too large");
    assertThat(refusal(1L << 32, 1L << 31)).startsWith("is too large");
  }

  @Test
  void noPixelsAreADamagedHeader() {
    assertThat(refusal(0, 100)).isEqualTo("is damaged: its header gives a size of 0 x 100 pixels");
    assertThat(refusal(-1, 100)).startsWith("is damaged");
  }
}
