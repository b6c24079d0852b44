package io.affut.preprocessing.picture;

import static org.assertj.core.api.Assertions.assertThat;

import io.affut.bindings.memory.NativeLedger;
import io.affut.preprocessing.cuda.PictureKernels;
import io.affut.preprocessing.picture.KernelsOnCpu.Normalisation;
import io.affut.preprocessing.picture.KernelsOnCpu.Stored;
import io.affut.preprocessing.resize.Crop;
import io.affut.preprocessing.resize.CropResizeKernel;
import io.affut.preprocessing.resize.Letterbox;
import io.affut.preprocessing.resize.LetterboxKernel;
import io.affut.preprocessing.resize.LetterboxRule;
import io.affut.preprocessing.resize.LetterboxRule.Placement;
import io.affut.preprocessing.resize.LetterboxRule.Shape;
import io.affut.preprocessing.resize.ResampleFilter;
import io.affut.testing.Fixtures;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// The kernels for GPUs make what the kernels for processors make: here on the processor, to the
/// level. On a GPU they have never run.
class PictureKernelsTest {
  private static final int PAD = 114;

  /// What DINOv2 wants, as a case in which all channels differ.
  private static final Normalisation IMAGENET =
      new Normalisation(255, List.of(0.485f, 0.456f, 0.406f), List.of(0.229f, 0.224f, 0.225f));

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
      Stored stored = noise(random, orientation, 1 + random.nextInt(90), 1 + random.nextInt(70));
      Upright upright = Upright.of(stored);
      int contentWidth = 1 + random.nextInt(80);
      int contentHeight = 1 + random.nextInt(80);
      int left = random.nextInt(5);
      int top = random.nextInt(5);
      var box =
          new Letterbox(
              upright.width,
              upright.height,
              left + contentWidth + random.nextInt(5),
              top + contentHeight + random.nextInt(5),
              contentWidth,
              contentHeight,
              left,
              top);
      assertThat(KernelsOnCpu.compiled().letterbox(stored, box, PAD, IMAGENET))
          .as("%s", box)
          .isEqualTo(planar(letterbox(upright, box), IMAGENET));
    }
  }

  @ParameterizedTest
  @EnumSource
  void animalsInPicturesOfAnyOrientationAreCutOutUpright(Orientation orientation) throws Exception {
    Random random = new Random(orientation.ordinal());
    for (int i = 0; i < 12; i++) {
      Stored stored = noise(random, orientation, 1 + random.nextInt(200), 1 + random.nextInt(200));
      Upright upright = Upright.of(stored);
      int x = random.nextInt(upright.width);
      int y = random.nextInt(upright.height);
      var crop =
          new Crop(
              x, y, 1 + random.nextInt(upright.width - x), 1 + random.nextInt(upright.height - y));
      int size = 1 + random.nextInt(60);
      assertThat(KernelsOnCpu.compiled().crop(stored, crop, size, IMAGENET))
          .as("%s to %d", crop, size)
          .isEqualTo(planar(crop(upright, crop, size), IMAGENET));
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
            upright.width,
            upright.height,
            new LetterboxRule(size, Shape.RECTANGULAR, 32, Placement.CENTRED, PAD));
    float[] made =
        KernelsOnCpu.compiled().letterbox(upright.stored(), box, PAD, Normalisation.NONE);

    assertThat(made).isEqualTo(planar(letterbox(upright, box), Normalisation.NONE));
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
    float[] made = KernelsOnCpu.compiled().crop(upright.stored(), crop, size, Normalisation.NONE);

    assertThat(made).isEqualTo(planar(crop(upright, crop, size), Normalisation.NONE));
  }

  /// Java's own rounding of floats to halves is the judge: of all levels, and of what an odd
  /// normalisation makes of them, from infinity to what is too small.
  @ParameterizedTest
  @CsvSource({"255, 0.485, 0.229", "1, 0, 1e-3", "1, 128, 1e6", "1, 0, 3e9", "1, 0, 1e12"})
  void halvesAreRoundedAsJavaDoes(float divisor, float mean, float deviation) throws Exception {
    byte[] levels = new byte[256 * 3];
    for (int i = 0; i < levels.length; i++) {
      levels[i] = (byte) (i / 3);
    }
    Stored stored = new Stored(levels, 256, 1, Orientation.UPRIGHT);
    var n =
        new Normalisation(
            divisor, List.of(mean, mean, mean), List.of(deviation, deviation, -deviation));
    var box = new Letterbox(256, 1, 256, 1, 256, 1, 0, 0);
    short[] letterboxed = KernelsOnCpu.compiled().letterboxOfHalves(stored, box, PAD, n);
    float[] floats = KernelsOnCpu.compiled().letterbox(stored, box, PAD, n);

    for (int i = 0; i < floats.length; i++) {
      assertThat(floats[i]).isEqualTo(n.of(i % 256, i / 256));
      assertThat(letterboxed[i]).as("%s", floats[i]).isEqualTo(Float.floatToFloat16(floats[i]));
    }
  }

  @Test
  void cropsOfHalvesAreTheSameRounded() throws Exception {
    Stored stored = noise(new Random(7), Orientation.UPRIGHT, 60, 40);
    Crop crop = new Crop(3, 5, 50, 30);
    float[] floats = KernelsOnCpu.compiled().crop(stored, crop, 24, IMAGENET);
    short[] halves = KernelsOnCpu.compiled().cropOfHalves(stored, crop, 24, IMAGENET);

    assertThat(halves).hasSameSizeAs(floats);
    for (int i = 0; i < floats.length; i++) {
      assertThat(halves[i]).isEqualTo(Float.floatToFloat16(floats[i]));
    }
  }

  private static Stored noise(Random random, Orientation orientation, int width, int height) {
    byte[] rgb = new byte[3 * width * height];
    random.nextBytes(rgb);
    return new Stored(rgb, width, height, orientation);
  }

  private static byte[] letterbox(Upright upright, Letterbox box) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment target = arena.allocate(3L * box.targetWidth() * box.targetHeight());
      new LetterboxKernel()
          .run(copy(upright.rgb, arena), upright.width, upright.height, box, PAD, target);
      return target.toArray(ValueLayout.JAVA_BYTE);
    }
  }

  private static byte[] crop(Upright upright, Crop crop, int size) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment target = arena.allocate(3L * size * size);
      new CropResizeKernel(ResampleFilter.BICUBIC)
          .run(copy(upright.rgb, arena), upright.width, upright.height, crop, size, target);
      return target.toArray(ValueLayout.JAVA_BYTE);
    }
  }

  private static MemorySegment copy(byte[] bytes, Arena arena) {
    return arena.allocateFrom(ValueLayout.JAVA_BYTE, bytes);
  }

  private static float[] planar(byte[] nhwc, Normalisation n) {
    float[] planar = new float[nhwc.length];
    int plane = nhwc.length / 3;
    for (int i = 0; i < nhwc.length; i++) {
      planar[i % 3 * plane + i / 3] = n.of(nhwc[i] & 255, i % 3);
    }
    return planar;
  }

  /// An upright picture.
  private record Upright(byte[] rgb, int width, int height) {
    static Upright of(Stored stored) {
      boolean swaps = stored.orientation().swapsSides();
      try (Arena arena = Arena.ofConfined()) {
        MemorySegment upright = arena.allocate(stored.rgb().length);
        UprightKernel.run(
            copy(stored.rgb(), arena),
            stored.width(),
            stored.height(),
            stored.orientation(),
            upright);
        return new Upright(
            upright.toArray(ValueLayout.JAVA_BYTE),
            swaps ? stored.height() : stored.width(),
            swaps ? stored.width() : stored.height());
      }
    }

    static Upright of(String photo) throws Exception {
      try (PictureReader reader = Readers.LIBTURBOJPEG.open(new NativeLedger())) {
        Picture picture = reader.read(Fixtures.at("photos/" + photo + ".jpg"), Readers.FULL);
        return new Upright(Readers.rgb(picture), picture.width(), picture.height());
      }
    }

    Stored stored() {
      return new Stored(rgb, width, height, Orientation.UPRIGHT);
    }
  }
}
