package io.affut.preprocessing.picture;

import static org.assertj.core.api.Assertions.assertThat;

import io.affut.preprocessing.cuda.DeviceInput.Element;
import io.affut.preprocessing.cuda.DeviceInput.Format;
import io.affut.preprocessing.cuda.PictureKernels;
import io.affut.preprocessing.picture.Upright.Stored;
import io.affut.preprocessing.resize.Crop;
import io.affut.preprocessing.resize.Letterbox;
import io.affut.preprocessing.resize.LetterboxRule;
import io.affut.preprocessing.resize.LetterboxRule.Placement;
import io.affut.preprocessing.resize.LetterboxRule.Shape;
import io.affut.preprocessing.resize.ResampleFilter;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// The kernels for GPUs make what the kernels for processors make: here on the processor, to the
/// level. On a GPU they have never run.
class PictureKernelsTest {
  @Test
  void theSourceHasTheFunctionsThatItNames() {
    assertThat(PictureKernels.FUNCTIONS)
        .allMatch(name -> PictureKernels.source().contains("__global__ void " + name + "("));
    assertThat(PictureKernels.source().split("__global__", -1))
        .hasSize(PictureKernels.FUNCTIONS.size() + 1);
  }

  @ParameterizedTest
  @EnumSource
  void picturesOfAnyOrientationAreLetterboxedUpright(Orientation orientation) throws Exception {
    Random random = new Random(orientation.ordinal());
    for (int i = 0; i < 12; i++) {
      Stored stored =
          Stored.noise(random, orientation, 1 + random.nextInt(90), 1 + random.nextInt(70));
      Upright upright = Upright.of(stored);
      int contentWidth = 1 + random.nextInt(80);
      int contentHeight = 1 + random.nextInt(80);
      int left = random.nextInt(5);
      int top = random.nextInt(5);
      var box =
          new Letterbox(
              upright.width(),
              upright.height(),
              left + contentWidth + random.nextInt(5),
              top + contentHeight + random.nextInt(5),
              contentWidth,
              contentHeight,
              left,
              top);
      Format format = format(random);
      assertThat(KernelsOnCpu.compiled().letterbox(stored, box, Upright.PAD, format))
          .as("%s", box)
          .isEqualTo(upright.letterboxed(box, format));
    }
  }

  @ParameterizedTest
  @EnumSource
  void animalsInPicturesOfAnyOrientationAreCutOutUpright(Orientation orientation) throws Exception {
    Random random = new Random(orientation.ordinal());
    for (int i = 0; i < 12; i++) {
      Stored stored =
          Stored.noise(random, orientation, 1 + random.nextInt(200), 1 + random.nextInt(200));
      Upright upright = Upright.of(stored);
      int x = random.nextInt(upright.width());
      int y = random.nextInt(upright.height());
      var crop =
          new Crop(
              x,
              y,
              1 + random.nextInt(upright.width() - x),
              1 + random.nextInt(upright.height() - y));
      int size = 1 + random.nextInt(60);
      Format format = format(random);
      ResampleFilter filter = ResampleFilter.values()[i % 2];
      assertThat(KernelsOnCpu.compiled().crop(stored, crop, size, filter, format))
          .as("%s to %d, %s", crop, size, filter)
          .isEqualTo(upright.cropped(crop, size, filter, format));
    }
  }

  @ParameterizedTest(name = "{0} at {1}")
  @CsvSource({
    "african_elephants, 640",
    "african_elephants_bw, 640",
    "african_elephants_cmyk, 640",
    "african_elephants_with_exif_orientation, 960",
    "domestic_cattle, 640",
    "domestic_cattle, 960",
    "human, 1280",
  })
  void photosAreLetterboxedAsOpenCvDoes(String photo, int size) throws Exception {
    Upright upright = Upright.of(photo);
    Letterbox box =
        Letterbox.fit(
            upright.width(),
            upright.height(),
            new LetterboxRule(size, Shape.RECTANGULAR, 32, Placement.CENTRED, Upright.PAD));
    float[] made =
        KernelsOnCpu.compiled().letterbox(upright.stored(), box, Upright.PAD, Upright.LEVELS);

    assertThat(made).isEqualTo(upright.letterboxed(box, Upright.LEVELS));
  }

  @ParameterizedTest(name = "{0} at {5}")
  @CsvSource({
    "inside, 766, 656, 1017, 914, 182",
    "inside, 766, 656, 1017, 914, 224",
    "left_edge, 0, 100, 180, 300, 182",
    "tiny, 1195, 570, 1225, 600, 224",
    "large, 100, 100, 1900, 1400, 182",
    "upright, 100, 0, 160, 1400, 182",
  })
  void animalsInPhotosAreCutOutAsPillowDoes(
      String name, int left, int top, int right, int bottom, int size) throws Exception {
    Upright upright = Upright.of("domestic_cattle");
    Crop crop = new Crop(left, top, right - left, bottom - top);
    for (ResampleFilter filter : ResampleFilter.values()) {
      assertThat(KernelsOnCpu.compiled().crop(upright.stored(), crop, size, filter, Upright.LEVELS))
          .isEqualTo(upright.cropped(crop, size, filter, Upright.LEVELS));
    }
  }

  /// Java's own rounding of floats to halves is the judge: of all levels, and of what an odd
  /// normalisation makes of them, from infinity to what is too small.
  @ParameterizedTest
  @CsvSource({"123.675, 58.395", "0, 1e-3", "128, 1e6", "0, 3e9", "0, 1e12"})
  void halvesAreRoundedAsJavaDoes(float mean, float deviation) throws Exception {
    byte[] levels = new byte[256 * 3];
    for (int i = 0; i < levels.length; i++) {
      levels[i] = (byte) (i / 3);
    }
    Stored stored = new Stored(levels, 256, 1, Orientation.UPRIGHT);
    var format =
        new Format(
            Element.F16,
            true,
            false,
            List.of(mean, mean, mean),
            List.of(deviation, deviation, -deviation));
    var box = new Letterbox(256, 1, 256, 1, 256, 1, 0, 0);
    short[] letterboxed =
        KernelsOnCpu.compiled().letterboxOfHalves(stored, box, Upright.PAD, format);
    float[] floats = KernelsOnCpu.compiled().letterbox(stored, box, Upright.PAD, format);

    for (int i = 0; i < floats.length; i++) {
      assertThat(floats[i]).isEqualTo((i % 256 - mean) / format.deviation().get(i / 256));
      assertThat(letterboxed[i]).as("%s", floats[i]).isEqualTo(Float.floatToFloat16(floats[i]));
    }
  }

  @Test
  void cropsOfHalvesAreTheSameRounded() throws Exception {
    Stored stored = Stored.noise(new Random(7), Orientation.UPRIGHT, 60, 40);
    Crop crop = new Crop(3, 5, 50, 30);
    Format format = Upright.imagenet(Element.F16, false, true);
    float[] floats = KernelsOnCpu.compiled().crop(stored, crop, 24, ResampleFilter.BICUBIC, format);
    short[] halves =
        KernelsOnCpu.compiled().cropOfHalves(stored, crop, 24, ResampleFilter.BICUBIC, format);

    assertThat(halves).hasSameSizeAs(floats);
    for (int i = 0; i < floats.length; i++) {
      assertThat(halves[i]).isEqualTo(Float.floatToFloat16(floats[i]));
    }
  }

  private static Format format(Random random) {
    return Upright.imagenet(Element.F32, random.nextBoolean(), random.nextBoolean());
  }
}
