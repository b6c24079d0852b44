package io.affut.preprocessing.picture;

import static org.assertj.core.api.Assertions.assertThat;

import io.affut.bindings.memory.NativeLedger;
import io.affut.preprocessing.resize.Letterbox;
import io.affut.preprocessing.resize.LetterboxKernel;
import io.affut.preprocessing.resize.LetterboxRule;
import io.affut.preprocessing.resize.LetterboxRule.Placement;
import io.affut.preprocessing.resize.LetterboxRule.Shape;
import io.affut.testing.Fixtures;
import io.affut.testing.GuardPageArena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The whole way from a photo to the input of a network, against OpenCV and Ultralytics.
class PhotoLetterboxTest {

  @ParameterizedTest(name = "{0} at {1}")
  @CsvSource({
    "african_elephants, 640",
    "african_elephants_bw, 640",
    "african_elephants_cmyk, 640",
    "african_elephants_with_exif_orientation, 640",
    "domestic_cattle, 640",
    "domestic_cattle, 960",
    "human, 640",
    "human, 960",
  })
  void equalsOpenCvByteForByte(String photo, int size) throws Exception {
    LetterboxRule rule = new LetterboxRule(size, Shape.RECTANGULAR, 32, Placement.CENTRED, 114);
    NativeLedger ledger = new NativeLedger();
    try (PictureReader reader = Readers.LIBTURBOJPEG.open(ledger);
        PictureReader expectation = Readers.IMAGE_IO.open(ledger);
        GuardPageArena arena = new GuardPageArena()) {
      Picture picture = reader.read(Fixtures.at("photos/" + photo + ".jpg"), Readers.FULL);
      Letterbox box = Letterbox.fit(picture.width(), picture.height(), rule);
      MemorySegment input = arena.allocate(3L * box.targetWidth() * box.targetHeight(), 1);
      new LetterboxKernel()
          .run(picture.pixels(), picture.width(), picture.height(), box, rule.pad(), input);
      Picture wanted =
          expectation.read(Fixtures.at("letterbox/" + photo + "-" + size + ".png"), Readers.FULL);
      assertThat(box.targetWidth()).isEqualTo(wanted.width());
      assertThat(box.targetHeight()).isEqualTo(wanted.height());
      assertThat(input.toArray(ValueLayout.JAVA_BYTE)).isEqualTo(Readers.rgb(wanted));
    }
    assertThat(ledger.snapshot()).isEmpty();
  }
}
