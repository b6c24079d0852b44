package io.affut.preprocessing.picture;

import static io.affut.preprocessing.picture.Readers.FULL;
import static org.assertj.core.api.Assertions.assertThat;

import io.affut.bindings.memory.NativeLedger;
import io.affut.testing.Fixtures;
import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// JPEG with libturbojpeg and without.
class JpegReadingTest {
  @TempDir private Path folder;

  private Picture read(PictureReader reader, byte[] file, DecodeScale scale) throws Exception {
    return reader.read(Files.write(folder.resolve("picture.png"), file), scale);
  }

  @ParameterizedTest
  @EnumSource
  void allOrientationsStandUpright(Readers decoder) throws Exception {
    NativeLedger ledger = new NativeLedger();
    byte[] jpeg = Specimens.jpeg(48, 32);
    try (PictureReader reader = decoder.open(ledger)) {
      byte[] stored = Readers.rgb(read(reader, jpeg, FULL));
      for (int number = 1; number <= 8; number++) {
        byte[] file = Specimens.withExif(jpeg, Specimens.exif(number));
        Picture picture = read(reader, file, FULL);
        assertThat(picture.orientation().exif()).isEqualTo(number);
        assertThat(picture.width()).isEqualTo(number > 4 ? 32 : 48);
        assertThat(picture.height()).isEqualTo(number > 4 ? 48 : 32);
        assertThat(Readers.rgb(picture)).isEqualTo(upright(stored, 48, 32, number));
      }
    }
    assertThat(ledger.snapshot()).isEmpty();
  }

  /// The eight turns as two mirrors and an exchange of rows and columns.
  private static byte[] upright(byte[] stored, int width, int height, int number) {
    boolean swaps = number > 4;
    boolean mirrorX = number == 2 || number == 3 || number == 6 || number == 7;
    boolean mirrorY = number == 3 || number == 4 || number == 7 || number == 8;
    int w = swaps ? height : width;
    int h = swaps ? width : height;
    byte[] upright = new byte[stored.length];
    for (int y = 0; y < h; y++) {
      for (int x = 0; x < w; x++) {
        int ux = mirrorX ? w - 1 - x : x;
        int uy = mirrorY ? h - 1 - y : y;
        int from = swaps ? ux * width + uy : uy * width + ux;
        System.arraycopy(stored, 3 * from, upright, 3 * (y * w + x), 3);
      }
    }
    return upright;
  }

  @ParameterizedTest
  @EnumSource
  void aCutFileIsDecodedAsFarAsItGoes(Readers decoder) throws Exception {
    byte[] jpeg = Specimens.written(Specimens.noise(128, 128, 3), "jpg");
    try (PictureReader reader = decoder.open(new NativeLedger())) {
      byte[] whole = Readers.rgb(read(reader, jpeg, FULL));
      Picture cut = read(reader, Arrays.copyOf(jpeg, jpeg.length / 2), FULL);
      assertThat(cut.damage()).isPresent();
      assertThat(Arrays.copyOf(Readers.rgb(cut), 32 * 128 * 3))
          .isEqualTo(Arrays.copyOf(whole, 32 * 128 * 3));
      assertThat(Readers.rgb(cut)).isNotEqualTo(whole);
      assertThat(read(reader, jpeg, FULL).damage()).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource
  void aGreyFileGivesThreeEqualChannels(Readers decoder) throws Exception {
    byte[] jpeg = Specimens.written(Specimens.scene(40, 30, BufferedImage.TYPE_BYTE_GRAY), "jpg");
    try (PictureReader reader = decoder.open(new NativeLedger())) {
      byte[] rgb = Readers.rgb(read(reader, jpeg, FULL));
      for (int i = 0; i < rgb.length; i += 3) {
        assertThat(rgb[i + 1]).isEqualTo(rgb[i]);
        assertThat(rgb[i + 2]).isEqualTo(rgb[i]);
      }
      assertThat(rgb[0]).isNotEqualTo(rgb[rgb.length - 1]);
    }
  }

  @Test
  void bothDecodersMakeTheSamePixels() throws Exception {
    byte[] jpeg = Specimens.jpeg(64, 48);
    try (PictureReader one = Readers.IMAGE_IO.open(new NativeLedger());
        PictureReader other = Readers.LIBTURBOJPEG.open(new NativeLedger())) {
      Picture slow = read(one, jpeg, FULL);
      Picture fast = read(other, jpeg, FULL);
      assertThat(slow.decoder()).isEqualTo("ImageIO");
      assertThat(fast.decoder()).isEqualTo("libjpeg-turbo");
      byte[] expected = Readers.rgb(slow);
      byte[] actual = Readers.rgb(fast);
      for (int i = 0; i < expected.length; i++) {
        assertThat(Math.abs((expected[i] & 255) - (actual[i] & 255))).isLessThanOrEqualTo(2);
      }
    }
  }

  @ParameterizedTest(name = "{0} x {1}, orientation {2}, to cover {3} x {4}: {5} x {6}")
  @CsvSource({
    "800, 600, 1, 512, 512, 600, 450", // 3/4; 5/8 would be 500 wide
    "800, 600, 1, 100, 100, 100, 75",
    "800, 600, 1, 101, 101, 200, 150",
    "800, 600, 1, 800, 600, 800, 600",
    "800, 600, 1, 960, 960, 800, 600",
    "800, 600, 6, 512, 512, 450, 600",
    "800, 600, 6, 300, 1000, 300, 400",
    "801, 601, 1, 200, 200, 201, 151",
    "800, 600, 1, 1, 1, 100, 75",
  })
  void aReducedDecodeIsTheSmallestThatCoversTheLetterbox(
      int width,
      int height,
      int orientation,
      int toWidth,
      int toHeight,
      int gotWidth,
      int gotHeight)
      throws Exception {
    byte[] jpeg = Specimens.withExif(Specimens.jpeg(width, height), Specimens.exif(orientation));
    try (PictureReader reader = Readers.LIBTURBOJPEG.open(new NativeLedger())) {
      Picture picture = read(reader, jpeg, new DecodeScale.Covering(toWidth, toHeight));
      assertThat(picture.width()).isEqualTo(gotWidth);
      assertThat(picture.height()).isEqualTo(gotHeight);
      assertThat(picture.originalWidth()).isEqualTo(orientation == 6 ? height : width);
      assertThat(picture.originalHeight()).isEqualTo(orientation == 6 ? width : height);
      assertThat(picture.pixels().byteSize()).isEqualTo(3L * gotWidth * gotHeight);
    }
  }

  @Test
  void imageIoIgnoresTheWishForLess() throws Exception {
    try (PictureReader reader = Readers.IMAGE_IO.open(new NativeLedger())) {
      Picture picture = read(reader, Specimens.jpeg(80, 60), new DecodeScale.Covering(10, 10));
      assertThat(picture.width()).isEqualTo(80);
    }
  }

  @ParameterizedTest
  @EnumSource
  void theFixturesTellTheirStory(Readers decoder) throws Exception {
    NativeLedger ledger = new NativeLedger();
    try (PictureReader reader = decoder.open(ledger)) {
      Picture cut = reader.read(Fixtures.at("photos/african_elephants_truncated_file.jpg"), FULL);
      assertThat(cut.damage()).isPresent();
      assertThat(cut.date().orElseThrow().raw()).isEqualTo("2010:08:04 08:43:15");
      Picture turned =
          reader.read(Fixtures.at("photos/african_elephants_with_exif_orientation.jpg"), FULL);
      assertThat(turned.orientation()).isEqualTo(Orientation.QUARTER_TURN);
      assertThat(turned.width()).isEqualTo(2048);
      assertThat(turned.height()).isEqualTo(1536);
      Picture inks = reader.read(Fixtures.at("photos/african_elephants_cmyk.jpg"), FULL);
      assertThat(inks.pixels().byteSize()).isEqualTo(2048L * 1536 * 3);
      Picture last = reader.read(Fixtures.at("photos/vehicle.jpg"), FULL);
      assertThat(last.damage()).isEmpty();
    }
    assertThat(ledger.snapshot()).isEmpty();
  }
}
