package io.affut.preprocessing.picture;

import static org.assertj.core.api.Assertions.assertThat;

import io.affut.testing.GuardPageArena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CmykKernelTest {

  private static byte[] rgb(byte[] cmyk, int width, int height) {
    try (GuardPageArena arena = new GuardPageArena()) {
      MemorySegment inks = arena.allocate(cmyk.length, 1);
      MemorySegment.copy(cmyk, 0, inks, ValueLayout.JAVA_BYTE, 0, cmyk.length);
      return CmykKernel.toRgb(inks, width, height).toArray(ValueLayout.JAVA_BYTE);
    }
  }

  @Test
  void noInkIsWhiteAndAllBlackIsBlack() {
    byte full = (byte) 255; // inverted: 255 is no ink
    assertThat(rgb(new byte[] {full, full, full, full, full, full, full, 0}, 2, 1))
        .containsExactly(full, full, full, 0, 0, 0);
  }

  @Test
  void eachInkTakesItsShareOfTheBlackAway() {
    Random random = new Random(1);
    byte[] cmyk = new byte[7 * 5 * 4];
    random.nextBytes(cmyk);
    byte[] rgb = rgb(cmyk, 7, 5);
    assertThat(rgb).hasSize(7 * 5 * 3);
    for (int i = 0; i < 35; i++) {
      int black = cmyk[4 * i + 3] & 255;
      for (int c = 0; c < 3; c++) {
        int ink = cmyk[4 * i + c] & 255;
        assertThat(rgb[3 * i + c] & 255)
            .isEqualTo(black - (int) Math.floor((255 - ink) * black / 256.0));
      }
    }
  }
}
