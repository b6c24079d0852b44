package io.affut.preprocessing.picture;

import static io.affut.preprocessing.picture.Readers.FULL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.affut.bindings.memory.NativeLedger;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Files that lie about what they hold.
@Timeout(120)
class HostileFilesTest {
  @TempDir private Path folder;

  private Path file(byte[] bytes) throws IOException {
    return Files.write(folder.resolve("hostile.jpg"), bytes);
  }

  @ParameterizedTest
  @EnumSource
  void aPictureOfAbsurdSizeIsRefusedByItsHeader(Readers decoder) throws IOException {
    assertThat(decoder.reason(file(Specimens.pngClaiming(30_000, 30_000))))
        .isEqualTo(
            "is too large: 30000 x 30000 pixels are 900 megapixels, and the limit is 200 (--max-megapixels)");
    assertThat(decoder.reason(file(Specimens.jpegClaiming(65_500, 65_500))))
        .isEqualTo(
            "is too large: 65500 x 65500 pixels are 4290.25 megapixels, and the limit is 200 (--max-megapixels)");
    assertThat(
            decoder.reason(file(Specimens.tiff(2_000_000_000, 2_000_000_000, 1, 3, new byte[3]))))
        .startsWith("is too large: 2000000000 x 2000000000 pixels");
    assertThat(decoder.reason(file(gifClaiming(65_535, 65_535)))).startsWith("is too large");
    assertThat(decoder.reason(file(bmpClaiming(20_001, 20_000))))
        .containsAnyOf("is too large", "Invalid width/height");
  }

  @Test
  void theCapIsTheCallers() throws Exception {
    NativeLedger ledger = new NativeLedger();
    try (PictureReader reader = Readers.IMAGE_IO.open(100, ledger)) {
      Path ten = file(Specimens.written(Specimens.noise(10, 10, 1), "png"));
      assertThat(reader.read(ten, FULL).width()).isEqualTo(10);
      Path eleven = file(Specimens.written(Specimens.noise(11, 10, 1), "png"));
      assertThat(catchThrowable(() -> reader.read(eleven, FULL)))
          .isInstanceOf(UnreadablePictureException.class)
          .hasMessageContaining("11 x 10");
    }
  }

  @Test
  void pixelsThatTheCapAllowsButTheFileLacksAreDamageOrAReason() throws Exception {
    NativeLedger ledger = new NativeLedger();
    try (PictureReader reader = Readers.IMAGE_IO.open(ledger)) {
      Path file = file(Specimens.jpegClaiming(3000, 3000));
      assertThat(reader.read(file, FULL).damage()).isPresent();
    }
  }

  @Test
  void aTiffWithAbsurdNumbersIsRefused() throws IOException {
    byte[] pixels = new byte[10 * 10 * 3];
    assertThat(reason(Specimens.tiff(10, 10, 10, 0xffffffffL, pixels)))
        .isEqualTo("is a damaged TIFF: its strip 1 claims 4294967295 bytes, and the file has 434");
    assertThat(reason(Specimens.tiff(10, 10, 65_535, 10, 300, pixels, 0)))
        .isEqualTo("is a damaged TIFF: it claims 65535 samples a pixel of 8 bits");
    assertThat(reason(Specimens.tiff(0, 10, 10, 300, pixels)))
        .isEqualTo("is damaged: its header gives a size of 0 x 10 pixels");
    byte[] counted = Specimens.tiff(10, 10, 10, 300, pixels);
    Arrays.fill(counted, 8 + 2 + 9 * 12 + 4, 8 + 2 + 9 * 12 + 8, (byte) 0xff);
    assertThat(reason(counted))
        .isEqualTo("is a damaged TIFF: its tag 279 claims 4294967295 values");
    byte[] entries = Specimens.tiff(10, 10, 10, 300, pixels);
    entries[9] = (byte) 0xff;
    assertThat(reason(entries)).contains("more entries than the file has bytes");
    byte[] elsewhere = Specimens.tiff(10, 10, 10, 300, pixels);
    elsewhere[7] = 0x7f;
    assertThat(reason(elsewhere)).isEqualTo("is a damaged TIFF: it ends within its header");
  }

  private String reason(byte[] bytes) throws IOException {
    return Readers.IMAGE_IO.reason(file(bytes));
  }

  @Test
  void aTiffWhoseDirectoriesGoRoundInACircleIsReadOrRefused() throws IOException {
    byte[] pixels = new byte[300];
    assertEndsWell(Readers.IMAGE_IO, Specimens.tiff(10, 10, 3, 10, 300, pixels, 8), 1);
  }

  @Test
  void aTiffOfManyRowsInAStripAndFewBytesIsReadOrRefused() throws IOException {
    assertEndsWell(
        Readers.IMAGE_IO, Specimens.tiff(10_000, 10_000, 0xffffffffL, 30, new byte[30]), 1);
  }

  @Test
  void aRawPictureInATiffIsNotTakenForItsPreview() throws IOException {
    byte[] dng = Specimens.tiff(10, 10, 10, 300, new byte[300]);
    dng[8 + 2 + 9 * 12] = 0x12; // the last tag becomes DNGVersion
    dng[8 + 2 + 9 * 12 + 1] = (byte) 0xc6;
    assertThat(reason(dng)).contains("raw camera pictures are not supported");
  }

  @ParameterizedTest
  @EnumSource
  void whateverIsCutOffThereIsAPictureOrAReason(Readers decoder) throws IOException {
    Random random = new Random(11);
    for (byte[] sound : specimens(decoder)) {
      NativeLedger ledger = new NativeLedger();
      try (PictureReader reader = decoder.open(1_000_000, ledger)) {
        for (int i = 0; i < 100; i++) {
          assertEndsWell(reader, Arrays.copyOf(sound, 1 + random.nextInt(sound.length)));
        }
      }
      assertThat(ledger.snapshot()).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource
  void whateverIsOverwrittenThereIsAPictureOrAReason(Readers decoder) throws IOException {
    Random random = new Random(12);
    for (byte[] sound : specimens(decoder)) {
      try (PictureReader reader = decoder.open(1_000_000, new NativeLedger())) {
        for (int i = 0; i < 250; i++) {
          byte[] broken = sound.clone();
          int changes = 1 + random.nextInt(8);
          // Half of the changes hit the headers, where they do most harm.
          int reach = random.nextBoolean() ? Math.min(200, broken.length) : broken.length;
          for (int c = 0; c < changes; c++) {
            broken[random.nextInt(reach)] = (byte) random.nextInt();
          }
          assertEndsWell(reader, broken);
        }
      }
    }
  }

  /// One of each format; for libturbojpeg, which has a say in no other, only JPEG.
  private static List<byte[]> specimens(Readers decoder) {
    BufferedImage scene = Specimens.scene(40, 30, BufferedImage.TYPE_INT_RGB);
    byte[] exif = Specimens.exif(6, "2024:05:04 03:02:01", "25", "-03:30");
    byte[] jpeg = Specimens.withExif(Specimens.jpeg(40, 30), exif);
    if (decoder == Readers.LIBTURBOJPEG) {
      return List.of(jpeg);
    }
    return List.of(
        jpeg,
        Specimens.withChunk(Specimens.written(scene, "png"), Specimens.pngChunk("eXIf", exif)),
        Specimens.written(Specimens.scene(40, 30, BufferedImage.TYPE_BYTE_INDEXED), "gif"),
        Specimens.written(scene, "bmp"),
        Specimens.written(scene, "tiff"),
        Specimens.tiff(10, 10, 10, 300, new byte[300]),
        Specimens.bigTiff(10, 10, new byte[300]),
        Specimens.WEBP_TO_BE_TURNED);
  }

  private void assertEndsWell(Readers decoder, byte[] bytes, int times) throws IOException {
    try (PictureReader reader = decoder.open(new NativeLedger())) {
      for (int i = 0; i < times; i++) {
        assertEndsWell(reader, bytes);
      }
    }
  }

  /// A picture with all its pixels, or a reason; nothing else.
  private void assertEndsWell(PictureReader reader, byte[] bytes) throws IOException {
    Path file = file(bytes);
    try {
      Picture picture = reader.read(file, FULL);
      assertThat(picture.pixels().byteSize())
          .isEqualTo(3L * picture.width() * picture.height())
          .isPositive();
    } catch (UnreadablePictureException e) {
      assertThat(e.getMessage()).isNotBlank().doesNotContain("\n");
    }
  }

  private static byte[] gifClaiming(int width, int height) {
    byte[] gif = Specimens.written(Specimens.scene(8, 8, BufferedImage.TYPE_BYTE_INDEXED), "gif");
    for (int i = 13; i < gif.length; i++) {
      if (gif[i] == ',' && gif[i + 5] == 8 && gif[i + 7] == 8) {
        gif[i + 5] = (byte) width;
        gif[i + 6] = (byte) (width >> 8);
        gif[i + 7] = (byte) height;
        gif[i + 8] = (byte) (height >> 8);
        return gif;
      }
    }
    throw new AssertionError("no frame");
  }

  private static byte[] bmpClaiming(int width, int height) {
    byte[] bmp = Specimens.written(Specimens.scene(8, 8, BufferedImage.TYPE_INT_RGB), "bmp");
    ByteBuffer.wrap(bmp).order(ByteOrder.LITTLE_ENDIAN).putInt(18, width).putInt(22, height);
    return bmp;
  }
}
