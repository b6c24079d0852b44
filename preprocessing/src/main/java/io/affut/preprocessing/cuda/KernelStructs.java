package io.affut.preprocessing.cuda;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import io.affut.bindings.cuda.KernelParameter;
import io.affut.preprocessing.resize.Crop;
import io.affut.preprocessing.resize.Letterbox;
import java.lang.foreign.MemorySegment;
import java.util.List;

/// The structs of `pictures.cu`: their sizes, and how they are written. All of them are made of
/// `int` and `float`, so nothing lies between their members.
final class KernelStructs {
  static final KernelParameter PICTURE = KernelParameter.struct(3 * Integer.BYTES);
  static final KernelParameter CONTENT = KernelParameter.struct(7 * Integer.BYTES);
  static final KernelParameter FORMAT = KernelParameter.struct(2 * Integer.BYTES + 6 * Float.BYTES);

  /// `TOGETHER`: as many crops as one launch takes.
  static final int CROPS_TOGETHER = 8;

  static final KernelParameter CROPS =
      KernelParameter.struct((5 + 4 * CROPS_TOGETHER) * Integer.BYTES);

  private KernelStructs() {}

  static void writePicture(DevicePicture picture, MemorySegment struct) {
    write(struct, picture.width(), picture.height(), picture.orientation().exif());
  }

  static void writeContent(Letterbox box, int pad, MemorySegment struct) {
    write(
        struct,
        box.targetWidth(),
        box.targetHeight(),
        box.contentWidth(),
        box.contentHeight(),
        box.left(),
        box.top(),
        pad);
  }

  static void writeFormat(DeviceInput.Format format, MemorySegment struct) {
    write(struct, format.planar() ? 1 : 0, format.reversed() ? 1 : 0);
    for (int c = 0; c < 3; c++) {
      struct.setAtIndex(JAVA_FLOAT, 2 + c, format.mean().get(c));
      struct.setAtIndex(JAVA_FLOAT, 5 + c, format.deviation().get(c));
    }
  }

  /// @param crops at most [#CROPS_TOGETHER]
  static void writeCrops(
      List<Crop> crops, int size, int radius, int taps, int lines, MemorySegment struct) {
    write(struct, crops.size(), size, radius, taps, lines);
    for (int i = 0; i < crops.size(); i++) {
      Crop crop = crops.get(i);
      write(
          struct.asSlice((5 + 4L * i) * Integer.BYTES),
          crop.x(),
          crop.y(),
          crop.width(),
          crop.height());
    }
  }

  private static void write(MemorySegment struct, int... numbers) {
    for (int i = 0; i < numbers.length; i++) {
      struct.setAtIndex(JAVA_INT, i, numbers[i]);
    }
  }
}
