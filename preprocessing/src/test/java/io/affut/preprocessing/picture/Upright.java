package io.affut.preprocessing.picture;

import io.affut.bindings.memory.NativeLedger;
import io.affut.preprocessing.cuda.DeviceInput.Element;
import io.affut.preprocessing.cuda.DeviceInput.Format;
import io.affut.preprocessing.resize.Crop;
import io.affut.preprocessing.resize.CropResizeKernel;
import io.affut.preprocessing.resize.Letterbox;
import io.affut.preprocessing.resize.LetterboxKernel;
import io.affut.preprocessing.resize.ResampleFilter;
import io.affut.testing.Fixtures;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.Random;

/// An upright picture, and what the kernels for processors make of it: what those for GPUs have to
/// make too.
record Upright(byte[] rgb, int width, int height) {
  static final int PAD = 114;

  /// Levels as they are.
  static final Format LEVELS =
      new Format(Element.F32, true, false, List.of(0f, 0f, 0f), List.of(1f, 1f, 1f));

  /// A picture as it is stored.
  record Stored(byte[] rgb, int width, int height, Orientation orientation) {
    static Stored noise(Random random, Orientation orientation, int width, int height) {
      byte[] rgb = new byte[3 * width * height];
      random.nextBytes(rgb);
      return new Stored(rgb, width, height, orientation);
    }
  }

  /// What DINOv2 wants, as a case in which all channels differ.
  static Format imagenet(Element element, boolean planar, boolean reversed) {
    return new Format(
        element,
        planar,
        reversed,
        List.of(0.485f * 255, 0.456f * 255, 0.406f * 255),
        List.of(0.229f * 255, 0.224f * 255, 0.225f * 255));
  }

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

  /// As a network takes it, in the order of its memory.
  float[] letterboxed(Letterbox box, Format format) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment target = arena.allocate(3L * box.targetWidth() * box.targetHeight());
      new LetterboxKernel().run(copy(rgb, arena), width, height, box, PAD, target);
      return values(target.toArray(ValueLayout.JAVA_BYTE), format);
    }
  }

  /// As a network takes it, in the order of its memory.
  float[] cropped(Crop crop, int size, ResampleFilter filter, Format format) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment target = arena.allocate(3L * size * size);
      new CropResizeKernel(filter).run(copy(rgb, arena), width, height, crop, size, target);
      return values(target.toArray(ValueLayout.JAVA_BYTE), format);
    }
  }

  static short[] halves(float[] values) {
    short[] halves = new short[values.length];
    for (int i = 0; i < values.length; i++) {
      halves[i] = Float.floatToFloat16(values[i]);
    }
    return halves;
  }

  private static float[] values(byte[] levels, Format format) {
    float[] values = new float[levels.length];
    int pixels = levels.length / 3;
    for (int i = 0; i < levels.length; i++) {
      int channel = format.reversed() ? 2 - i % 3 : i % 3;
      int at = format.planar() ? channel * pixels + i / 3 : i / 3 * 3 + channel;
      values[at] =
          ((levels[i] & 255) - format.mean().get(channel)) / format.deviation().get(channel);
    }
    return values;
  }

  private static MemorySegment copy(byte[] bytes, Arena arena) {
    return arena.allocateFrom(ValueLayout.JAVA_BYTE, bytes);
  }
}
