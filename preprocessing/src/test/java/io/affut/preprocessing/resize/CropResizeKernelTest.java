package io.affut.preprocessing.resize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.affut.testing.GuardPageArena;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class CropResizeKernelTest {
  private final CropResizeKernel kernel = new CropResizeKernel(ResampleFilter.BICUBIC);

  @Property(tries = 300)
  void isWithinALevelOfThePlainFormulaWhereverTheRectangleLies(
      @ForAll @IntRange(min = 1, max = 70) int cropWidth,
      @ForAll @IntRange(min = 1, max = 300) int cropHeight,
      @ForAll @IntRange(min = 1, max = 60) int size,
      @ForAll @IntRange(min = 0, max = 5) int left,
      @ForAll @IntRange(min = 0, max = 5) int top,
      @ForAll @IntRange(min = 0, max = 5) int right,
      @ForAll @IntRange(min = 0, max = 5) int bottom,
      @ForAll long seed) {
    Pixels noise = Pixels.noise(left + cropWidth + right, top + cropHeight + bottom, seed);
    Crop crop = new Crop(left, top, cropWidth, cropHeight);
    byte[] made = guarded(noise, crop, size);
    byte[] wanted =
        PlainCropResize.run(ResampleFilter.BICUBIC, noise.rgb(), noise.width(), crop, size);
    // The reference rounds its weights from a sum in another order: one unit in 2^22 may differ.
    for (int i = 0; i < made.length; i++) {
      assertThat((made[i] & 255) - (wanted[i] & 255)).isBetween(-1, 1);
    }
    assertThat(differences(made, wanted)).isLessThanOrEqualTo(made.length / 100);
  }

  @Property(tries = 100)
  void bilinearIsWithinALevelOfThePlainFormulaToo(
      @ForAll @IntRange(min = 1, max = 70) int cropWidth,
      @ForAll @IntRange(min = 1, max = 70) int cropHeight,
      @ForAll @IntRange(min = 1, max = 60) int size,
      @ForAll long seed) {
    Pixels noise = Pixels.noise(cropWidth + 3, cropHeight + 2, seed);
    Crop crop = new Crop(1, 2, cropWidth, cropHeight);
    CropResizeKernel bilinear = new CropResizeKernel(ResampleFilter.BILINEAR);
    byte[] made = guarded(bilinear, noise, crop, size);
    byte[] wanted =
        PlainCropResize.run(ResampleFilter.BILINEAR, noise.rgb(), noise.width(), crop, size);
    for (int i = 0; i < made.length; i++) {
      assertThat((made[i] & 255) - (wanted[i] & 255)).isBetween(-1, 1);
    }
    assertThat(differences(made, wanted)).isLessThanOrEqualTo(made.length / 100);
  }

  /// Of 0, 100, 200, 40, 80 in a row the first of two is, with the weights 0.7, 0.9, 0.5, 0.1 of
  /// 2.2, 88.2, and the second mirrors it: 91.8. Pillow says the same.
  @Test
  void bilinearIsATriangleAsWideAsTheScale() {
    byte[] rgb = new byte[5 * 2 * 3];
    int[] levels = {0, 100, 200, 40, 80};
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = (byte) levels[i / 3 % 5];
    }
    CropResizeKernel bilinear = new CropResizeKernel(ResampleFilter.BILINEAR);
    byte[] made = guarded(bilinear, new Pixels(rgb, 5, 2), new Crop(0, 0, 5, 2), 2);
    assertThat(made).startsWith(88, 88, 88, 92, 92, 92);
  }

  @Test
  void aRectangleOfTheWantedSizeIsCopied() {
    Pixels noise = Pixels.noise(9, 9, 4);
    assertThat(guarded(noise, new Crop(0, 0, 9, 9), 9)).isEqualTo(noise.rgb());
  }

  @Test
  void oneColourStaysThatColour() {
    byte[] rgb = new byte[40 * 30 * 3];
    Arrays.fill(rgb, (byte) 201);
    assertThat(guarded(new Pixels(rgb, 40, 30), new Crop(3, 2, 31, 27), 12))
        .containsOnly((byte) 201);
  }

  @Test
  void edgesOvershootNoFurtherThanBlackAndWhite() {
    byte[] rgb = new byte[8 * 8 * 3];
    Arrays.fill(rgb, 0, rgb.length / 2, (byte) 255);
    byte[] made = guarded(new Pixels(rgb, 8, 8), new Crop(0, 0, 8, 8), 32);
    assertThat(made).startsWith(-1, -1, -1).endsWith(0, 0, 0);
    assertThat(made)
        .isEqualTo(PlainCropResize.run(ResampleFilter.BICUBIC, rgb, 8, new Crop(0, 0, 8, 8), 32));
  }

  @Test
  void laterRectanglesDoNotSeeThoseBefore() {
    Pixels noise = Pixels.noise(60, 200, 5);
    for (Crop crop :
        new Crop[] {
          new Crop(0, 0, 60, 200),
          new Crop(7, 9, 20, 30),
          new Crop(1, 0, 59, 140),
          new Crop(7, 9, 20, 140),
          new Crop(40, 199, 1, 1)
        }) {
      for (int size : new int[] {24, 7, 24}) {
        assertThat(guarded(noise, crop, size))
            .isEqualTo(guarded(new CropResizeKernel(ResampleFilter.BICUBIC), noise, crop, size));
      }
    }
  }

  @Test
  void aRectangleThatLeavesThePictureIsRefused() {
    Pixels noise = Pixels.noise(6, 5, 6);
    assertThatExceptionOfType(IndexOutOfBoundsException.class)
        .isThrownBy(() -> guarded(noise, new Crop(3, 0, 4, 5), 4))
        .withMessage("4 x 5 pixels at (3, 0) are not inside a picture of 6 x 5");
    assertThatExceptionOfType(IndexOutOfBoundsException.class)
        .isThrownBy(() -> guarded(noise, new Crop(0, Integer.MAX_VALUE, 1, 1), 4));
    assertThatIllegalArgumentException().isThrownBy(() -> new Crop(-1, 0, 2, 2));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Crop(0, 0, 2, 0))
        .withMessage("2 x 0 pixels at (0, 0) are no part of a picture");
  }

  @Test
  void aSegmentThatIsTooSmallIsRefusedBeforeAnythingIsWritten() {
    Crop crop = new Crop(0, 0, 4, 4);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment picture = arena.allocate(48);
      MemorySegment target = arena.allocate(8 * 8 * 3);
      assertThatExceptionOfType(IndexOutOfBoundsException.class)
          .isThrownBy(() -> kernel.run(picture.asSlice(1), 4, 4, crop, 8, target))
          .withMessage("the picture of 4 x 4 pixels needs 48 bytes, the segment has 47");
      assertThatExceptionOfType(IndexOutOfBoundsException.class)
          .isThrownBy(() -> kernel.run(picture, 4, 4, crop, 8, target.asSlice(1)))
          .withMessageContaining("the input of 8 x 8");
      assertThat(target.toArray(ValueLayout.JAVA_BYTE)).containsOnly(0);
    }
  }

  private static int differences(byte[] made, byte[] wanted) {
    int differences = 0;
    for (int i = 0; i < made.length; i++) {
      differences += made[i] == wanted[i] ? 0 : 1;
    }
    return differences;
  }

  private byte[] guarded(Pixels picture, Crop crop, int size) {
    return guarded(kernel, picture, crop, size);
  }

  private static byte[] guarded(CropResizeKernel kernel, Pixels picture, Crop crop, int size) {
    try (GuardPageArena arena = new GuardPageArena()) {
      MemorySegment target = arena.allocate(size * size * 3L, 1);
      kernel.run(picture.in(arena), picture.width(), picture.height(), crop, size, target);
      return target.toArray(ValueLayout.JAVA_BYTE);
    }
  }
}
