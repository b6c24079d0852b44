package io.affut.preprocessing.resize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.affut.testing.GuardPageArena;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class PlanarLetterboxKernelTest {
  private static final int PAD = 114;

  private final PlanarLetterboxKernel kernel = new PlanarLetterboxKernel();

  @Property
  void holdsTheLevelsOfThePlainLetterboxDividedChannelAfterChannel(
      @ForAll @IntRange(min = 1, max = 70) int width,
      @ForAll @IntRange(min = 1, max = 70) int height,
      @ForAll @IntRange(min = 1, max = 90) int contentWidth,
      @ForAll @IntRange(min = 1, max = 90) int contentHeight,
      @ForAll @IntRange(min = 0, max = 5) int before,
      @ForAll @IntRange(min = 0, max = 5) int after,
      @ForAll long seed) {
    Pixels noise = Pixels.noise(width, height, seed);
    int targetWidth = before + contentWidth + after;
    int targetHeight = after + contentHeight + before;
    Letterbox box =
        new Letterbox(
            width, height, targetWidth, targetHeight, contentWidth, contentHeight, before, after);
    byte[] levels = PlainLetterbox.run(noise.rgb(), width, height, box, PAD);
    float[] wanted = new float[levels.length];
    for (int i = 0; i < levels.length; i++) {
      wanted[i % 3 * targetWidth * targetHeight + i / 3] = (levels[i] & 255) / 255f;
    }
    assertThat(guarded(noise, box)).isEqualTo(wanted);
  }

  @Test
  void aSegmentThatIsTooSmallIsRefusedBeforeAnythingIsWritten() {
    Letterbox box = new Letterbox(4, 4, 8, 8, 8, 8, 0, 0);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment picture = arena.allocate(48);
      MemorySegment target = arena.allocate(8 * 8 * 3 * 4L, 4);
      MemorySegment less = target.asSlice(0, target.byteSize() - 4);
      assertThatExceptionOfType(IndexOutOfBoundsException.class)
          .isThrownBy(() -> kernel.run(picture.asSlice(1), 4, 4, box, PAD, 255, target))
          .withMessageContaining("the picture of 4 x 4");
      assertThatExceptionOfType(IndexOutOfBoundsException.class)
          .isThrownBy(() -> kernel.run(picture, 4, 4, box, PAD, 255, less))
          .withMessage("the input of 8 x 8 pixels needs 768 bytes, the segment has 764");
      assertThat(target.toArray(ValueLayout.JAVA_BYTE)).containsOnly(0);
    }
  }

  private float[] guarded(Pixels picture, Letterbox box) {
    try (GuardPageArena arena = new GuardPageArena()) {
      long values = 3L * box.targetWidth() * box.targetHeight();
      MemorySegment target = arena.allocate(values * Float.BYTES, Float.BYTES);
      kernel.run(picture.in(arena), picture.width(), picture.height(), box, PAD, 255, target);
      return target.toArray(ValueLayout.JAVA_FLOAT);
    }
  }
}
