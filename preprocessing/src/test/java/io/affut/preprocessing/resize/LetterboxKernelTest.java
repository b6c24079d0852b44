package io.affut.preprocessing.resize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.affut.testing.Fixtures;
import io.affut.testing.GuardPageArena;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Random;
import javax.imageio.ImageIO;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LetterboxKernelTest {
  private static final int PAD = 114;

  private final LetterboxKernel kernel = new LetterboxKernel();

  @ParameterizedTest(name = "noise of 53 x 37 to {0} x {1}")
  @CsvSource({"100, 61", "106, 74", "26, 18", "27, 19", "53, 37", "7, 5"})
  void equalsOpenCvByteForByte(int width, int height) throws IOException {
    byte[] noise = rgb("letterbox/noise-53x37.png");
    byte[] wanted = rgb("letterbox/noise-53x37-to-" + width + "x" + height + ".png");
    Letterbox box = new Letterbox(53, 37, width, height, width, height, 0, 0);
    assertThat(guarded(noise, 53, 37, box)).isEqualTo(wanted);
  }

  @Property
  void equalsThePlainFormulaUpAndDown(
      @ForAll @IntRange(min = 1, max = 70) int width,
      @ForAll @IntRange(min = 1, max = 70) int height,
      @ForAll @IntRange(min = 1, max = 90) int contentWidth,
      @ForAll @IntRange(min = 1, max = 90) int contentHeight,
      @ForAll @IntRange(min = 0, max = 5) int left,
      @ForAll @IntRange(min = 0, max = 5) int top,
      @ForAll @IntRange(min = 0, max = 5) int right,
      @ForAll @IntRange(min = 0, max = 5) int bottom,
      @ForAll long seed) {
    byte[] noise = noise(width, height, seed);
    Letterbox box =
        new Letterbox(
            width,
            height,
            left + contentWidth + right,
            top + contentHeight + bottom,
            contentWidth,
            contentHeight,
            left,
            top);
    assertThat(guarded(noise, width, height, box))
        .isEqualTo(PlainLetterbox.run(noise, width, height, box, PAD));
  }

  @Test
  void aLaterPictureDoesNotSeeTheOneBefore() {
    Letterbox box = new Letterbox(40, 30, 20, 24, 20, 15, 0, 4);
    byte[] first = noise(40, 30, 1);
    byte[] second = noise(40, 30, 2);
    guarded(first, 40, 30, box);
    assertThat(guarded(second, 40, 30, box))
        .isEqualTo(PlainLetterbox.run(second, 40, 30, box, PAD));
  }

  @Test
  void aPictureDecodedAtAReducedScaleFillsTheSameContent() {
    Letterbox box = new Letterbox(400, 300, 32, 32, 32, 24, 0, 4);
    byte[] reduced = noise(50, 38, 3);
    assertThat(guarded(reduced, 50, 38, box))
        .isEqualTo(PlainLetterbox.run(reduced, 50, 38, box, PAD));
  }

  @Test
  void aSegmentThatIsTooSmallIsRefusedBeforeAnythingIsWritten() {
    Letterbox box = new Letterbox(4, 4, 8, 8, 8, 8, 0, 0);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment picture = arena.allocate(48);
      MemorySegment target = arena.allocate(8 * 8 * 3);
      assertThatExceptionOfType(IndexOutOfBoundsException.class)
          .isThrownBy(() -> kernel.run(picture.asSlice(1), 4, 4, box, PAD, target))
          .withMessage("the picture of 4 x 4 pixels needs 48 bytes, the segment has 47");
      assertThatExceptionOfType(IndexOutOfBoundsException.class)
          .isThrownBy(() -> kernel.run(picture, 4, 4, box, PAD, target.asSlice(1)))
          .withMessageContaining("the input of 8 x 8");
      assertThat(target.toArray(ValueLayout.JAVA_BYTE)).containsOnly(0);
    }
  }

  private byte[] guarded(byte[] rgb, int width, int height, Letterbox box) {
    try (GuardPageArena arena = new GuardPageArena()) {
      MemorySegment source = arena.allocate(rgb.length, 1);
      MemorySegment.copy(rgb, 0, source, ValueLayout.JAVA_BYTE, 0, rgb.length);
      MemorySegment target = arena.allocate(box.targetWidth() * box.targetHeight() * 3L, 1);
      kernel.run(source, width, height, box, PAD, target);
      return target.toArray(ValueLayout.JAVA_BYTE);
    }
  }

  private static byte[] noise(int width, int height, long seed) {
    byte[] noise = new byte[width * height * 3];
    new Random(seed).nextBytes(noise);
    return noise;
  }

  private static byte[] rgb(String fixture) throws IOException {
    BufferedImage image = ImageIO.read(Fixtures.at(fixture).toFile());
    byte[] rgb = new byte[image.getWidth() * image.getHeight() * 3];
    for (int i = 0; i < rgb.length / 3; i++) {
      int pixel = image.getRGB(i % image.getWidth(), i / image.getWidth());
      rgb[3 * i] = (byte) (pixel >> 16);
      rgb[3 * i + 1] = (byte) (pixel >> 8);
      rgb[3 * i + 2] = (byte) pixel;
    }
    return rgb;
  }
}
