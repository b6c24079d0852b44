package io.affut.exports.jpeg;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.Test;

class PictureCopyTest {
  @Test
  void everyPixelKeepsItsPlaceAndColour() {
    int width = 5;
    int height = 3;
    try (var arena = Arena.ofConfined()) {
      var rgb = arena.allocate(width * height * 3, 1);
      for (int i = 0; i < width * height * 3; i++) {
        rgb.set(ValueLayout.JAVA_BYTE, i, (byte) (i * 7 + 100));
      }
      BufferedImage copy = PictureCopy.of(rgb, width, height);
      for (int i = 0; i < width * height; i++) {
        int red = 3 * i * 7 + 100 & 255;
        int green = (3 * i + 1) * 7 + 100 & 255;
        int blue = (3 * i + 2) * 7 + 100 & 255;
        assertThat(copy.getRGB(i % width, i / width) & 0xFFFFFF)
            .isEqualTo(red << 16 | green << 8 | blue);
      }
    }
  }
}
