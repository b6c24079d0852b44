package io.affut.preprocessing.picture;

import static org.assertj.core.api.Assertions.assertThat;

import io.affut.bindings.memory.NativeLedger;
import io.affut.preprocessing.resize.Crop;
import io.affut.preprocessing.resize.CropResizeKernel;
import io.affut.preprocessing.resize.ResampleFilter;
import io.affut.testing.Fixtures;
import io.affut.testing.GuardPageArena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The whole way from a photo to the input of a classifier, against Pillow.
class PhotoCropTest {

  @ParameterizedTest(name = "{0} at {5}")
  @CsvSource({
    "inside, 766, 656, 1017, 914, 182",
    "inside, 766, 656, 1017, 914, 224",
    "left_edge, 0, 100, 180, 300, 182",
    "left_edge, 0, 100, 180, 300, 224",
    "tiny, 1195, 570, 1225, 600, 182",
    "tiny, 1195, 570, 1225, 600, 224",
    "large, 100, 100, 1900, 1400, 182",
    "large, 100, 100, 1900, 1400, 224",
  })
  void equalsPillowByteForByte(String name, int left, int top, int right, int bottom, int size)
      throws Exception {
    Crop crop = new Crop(left, top, right - left, bottom - top);
    NativeLedger ledger = new NativeLedger();
    try (PictureReader reader = Readers.LIBTURBOJPEG.open(ledger);
        PictureReader expectation = Readers.IMAGE_IO.open(ledger);
        GuardPageArena arena = new GuardPageArena()) {
      Picture picture = reader.read(Fixtures.at("photos/domestic_cattle.jpg"), Readers.FULL);
      MemorySegment input = arena.allocate(3L * size * size, 1);
      new CropResizeKernel(ResampleFilter.BICUBIC)
          .run(picture.pixels(), picture.width(), picture.height(), crop, size, input);
      Picture wanted =
          expectation.read(Fixtures.at("crops/crops-" + name + "-" + size + ".png"), Readers.FULL);
      assertThat(input.toArray(ValueLayout.JAVA_BYTE)).isEqualTo(Readers.rgb(wanted));
    }
    assertThat(ledger.snapshot()).isEmpty();
  }
}
