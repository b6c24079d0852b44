package io.affut.preprocessing.resize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.affut.testing.GuardPageArena;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
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
    Pixels noise = Pixels.fixture("letterbox/noise-53x37.png");
    Pixels wanted = Pixels.fixture("letterbox/noise-53x37-to-" + width + "x" + height + ".png");
    Letterbox box = new Letterbox(53, 37, width, height, width, height, 0, 0);
    assertThat(guarded(noise, box)).isEqualTo(wanted.rgb());
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
    Pixels noise = Pixels.noise(width, height, seed);
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
    assertThat(guarded(noise, box)).isEqualTo(plain(noise, box));
  }

  @Test
  void aLaterPictureDoesNotSeeTheOneBefore() {
    Letterbox box = new Letterbox(40, 30, 20, 24, 20, 15, 0, 4);
    Pixels second = Pixels.noise(40, 30, 2);
    guarded(Pixels.noise(40, 30, 1), box);
    assertThat(guarded(second, box)).isEqualTo(plain(second, box));
  }

  @Test
  void aPictureDecodedAtAReducedScaleFillsTheSameContent() {
    Letterbox box = new Letterbox(400, 300, 32, 32, 32, 24, 0, 4);
    Pixels reduced = Pixels.noise(50, 38, 3);
    assertThat(guarded(reduced, box)).isEqualTo(plain(reduced, box));
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

  private byte[] guarded(Pixels picture, Letterbox box) {
    try (GuardPageArena arena = new GuardPageArena()) {
      MemorySegment target = arena.allocate(box.targetWidth() * box.targetHeight() * 3L, 1);
      kernel.run(picture.in(arena), picture.width(), picture.height(), box, PAD, target);
      return target.toArray(ValueLayout.JAVA_BYTE);
    }
  }

  private static byte[] plain(Pixels picture, Letterbox box) {
    return PlainLetterbox.run(picture.rgb(), picture.width(), picture.height(), box, PAD);
  }
}
