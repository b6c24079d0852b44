package io.affut.preprocessing.picture;

import static io.affut.preprocessing.picture.Readers.FULL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.affut.bindings.memory.NativeLedger;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Everything that goes through ImageIO.
class PictureReaderTest {
  @TempDir private Path folder;
  private final NativeLedger ledger = new NativeLedger();
  private PictureReader reader;

  @BeforeEach
  void open() {
    reader = Readers.IMAGE_IO.open(ledger);
  }

  @AfterEach
  void nothingIsLeftBehind() {
    reader.close();
    assertThat(ledger.snapshot()).isEmpty();
  }

  private Picture read(byte[] file) throws Exception {
    return reader.read(Files.write(folder.resolve("picture"), file), FULL);
  }

  private static byte[] rgb(BufferedImage image) {
    byte[] rgb = new byte[image.getWidth() * image.getHeight() * 3];
    for (int i = 0; i < rgb.length / 3; i++) {
      int pixel = image.getRGB(i % image.getWidth(), i / image.getWidth());
      rgb[3 * i] = (byte) (pixel >> 16);
      rgb[3 * i + 1] = (byte) (pixel >> 8);
      rgb[3 * i + 2] = (byte) pixel;
    }
    return rgb;
  }

  @ParameterizedTest
  @ValueSource(strings = {"png", "bmp", "tiff"})
  void losslessFormatsGiveTheirPixels(String format) throws Exception {
    BufferedImage noise = Specimens.noise(37, 23, 1);
    Picture picture = read(Specimens.written(noise, format));
    assertThat(Readers.rgb(picture)).isEqualTo(rgb(noise));
    assertThat(picture.width()).isEqualTo(37);
    assertThat(picture.height()).isEqualTo(23);
    assertThat(picture.originalWidth()).isEqualTo(37);
    assertThat(picture.originalHeight()).isEqualTo(23);
    assertThat(picture.decoder()).isEqualTo("ImageIO");
    assertThat(picture.format()).isEqualTo(format.toUpperCase(Locale.ROOT));
    assertThat(picture.damage()).isEmpty();
    assertThat(picture.orientation()).isEqualTo(Orientation.UPRIGHT);
    assertThat(picture.date()).isEmpty();
  }

  @Test
  void whoeverMeasuresIsToldWhenTheFileIsReadAndHowLargeItIs() throws Exception {
    byte[] bytes = Specimens.written(Specimens.noise(37, 23, 1), "png");
    Path file = Files.write(folder.resolve("picture"), bytes);
    List<Long> sizes = new ArrayList<>();
    reader.read(file, FULL, sizes::add);
    assertThat(sizes).containsExactly((long) bytes.length);
    Files.write(file, new byte[] {1, 2, 3});
    assertThatExceptionOfType(UnreadablePictureException.class)
        .isThrownBy(() -> reader.read(file, FULL, sizes::add));
    assertThat(sizes).as("also where it cannot be decoded").endsWith(3L);
    Files.delete(file);
    assertThatExceptionOfType(UnreadablePictureException.class)
        .isThrownBy(() -> reader.read(file, FULL, sizes::add));
    assertThat(sizes).hasSize(2);
  }

  @Test
  void aPaletteGivesItsColours() throws Exception {
    BufferedImage scene = Specimens.scene(20, 10, BufferedImage.TYPE_BYTE_INDEXED);
    assertThat(Readers.rgb(read(Specimens.written(scene, "gif")))).isEqualTo(rgb(scene));
    assertThat(Readers.rgb(read(Specimens.written(scene, "png")))).isEqualTo(rgb(scene));
  }

  @Test
  void blackAndWhiteIsZeroAndTwoHundredFiftyFive() throws Exception {
    BufferedImage scene = Specimens.scene(20, 10, BufferedImage.TYPE_BYTE_BINARY);
    assertThat(Readers.rgb(read(Specimens.written(scene, "png")))).isEqualTo(rgb(scene));
  }

  @Test
  void greyIsTakenAsTheNumbersThatTheFileHolds() throws Exception {
    BufferedImage grey = new BufferedImage(256, 1, BufferedImage.TYPE_BYTE_GRAY);
    for (int x = 0; x < 256; x++) {
      grey.getRaster().setSample(x, 0, 0, x);
    }
    for (String format : new String[] {"png", "tiff"}) {
      byte[] pixels = Readers.rgb(read(Specimens.written(grey, format)));
      for (int i = 0; i < pixels.length; i++) {
        assertThat(pixels[i] & 255).as(format).isEqualTo(i / 3);
      }
    }
  }

  @Test
  void ofSixteenBitsAPngKeepsTheUpperHalfAndATiffIsRounded() throws Exception {
    BufferedImage grey = new BufferedImage(3, 1, BufferedImage.TYPE_USHORT_GRAY);
    grey.getRaster().setPixels(0, 0, 3, 1, new int[] {0x00ff, 0x7fff, 0xfeff});
    assertThat(Readers.rgb(read(Specimens.written(grey, "png"))))
        .containsExactly(0, 0, 0, 0x7f, 0x7f, 0x7f, 0xfe, 0xfe, 0xfe);
    assertThat(Readers.rgb(read(Specimens.written(grey, "tiff"))))
        .containsExactly(1, 1, 1, 0x7f, 0x7f, 0x7f, 0xfe, 0xfe, 0xfe);
  }

  @Test
  void alphaIsDropped() throws Exception {
    BufferedImage image = new BufferedImage(2, 1, BufferedImage.TYPE_INT_ARGB);
    image.setRGB(0, 0, 0x00102030);
    image.setRGB(1, 0, 0x80405060);
    assertThat(Readers.rgb(read(Specimens.written(image, "png"))))
        .containsExactly(0x10, 0x20, 0x30, 0x40, 0x50, 0x60);
  }

  @Test
  void webpIsRead() throws Exception {
    Picture picture = read(Specimens.WEBP);
    assertThat(picture.format()).isEqualTo("WebP");
    assertThat(Readers.rgb(picture)).isEqualTo(webpPixels());
  }

  private static byte[] webpPixels() {
    byte[] pixels = new byte[4 * 3 * 3];
    for (int i = 0; i < 12; i++) {
      int x = i % 4;
      int y = i / 4;
      pixels[3 * i] = (byte) (60 * x);
      pixels[3 * i + 1] = (byte) (80 * y);
      pixels[3 * i + 2] = (byte) ((x + y) % 2 == 1 ? 200 : 7);
    }
    return pixels;
  }

  @Test
  void tiffAndBigTiffAreRead() throws Exception {
    byte[] pixels = rgb(Specimens.noise(5, 4, 2));
    assertThat(Readers.rgb(read(Specimens.tiff(5, 4, 4, pixels.length, pixels)))).isEqualTo(pixels);
    Picture big = read(Specimens.bigTiff(5, 4, pixels));
    assertThat(big.format()).isEqualTo("TIFF");
    assertThat(Readers.rgb(big)).isEqualTo(pixels);
  }

  @Test
  void ofSeveralFramesTheFirstIsThePicture() throws Exception {
    BufferedImage first = Specimens.scene(16, 8, BufferedImage.TYPE_BYTE_INDEXED);
    BufferedImage second = Specimens.noise(16, 8, 5);
    Path file = folder.resolve("frames");
    var writer = ImageIO.getImageWritersByFormatName("gif").next();
    try (var out = ImageIO.createImageOutputStream(file.toFile())) {
      writer.setOutput(out);
      writer.prepareWriteSequence(null);
      writer.writeToSequence(new IIOImage(first, null, null), null);
      writer.writeToSequence(new IIOImage(second, null, null), null);
      writer.endWriteSequence();
    } finally {
      writer.dispose();
    }
    assertThat(Readers.rgb(reader.read(file, FULL))).isEqualTo(rgb(first));
  }

  @Test
  void theContentDecidesNotTheName() throws Exception {
    Path file = folder.resolve("IMG 0001 (été)\n.jpg");
    Files.write(file, Specimens.written(Specimens.noise(3, 3, 1), "png"));
    assertThat(reader.read(file, FULL).format()).isEqualTo("PNG");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
  void exifInAPngTurnsIt(int orientation) throws Exception {
    BufferedImage noise = Specimens.noise(9, 5, 3);
    byte[] png = Specimens.written(noise, "png");
    byte[] turned =
        Specimens.withChunk(png, Specimens.pngChunk("eXIf", Specimens.exif(orientation)));
    Picture picture = read(turned);
    assertThat(picture.orientation().exif()).isEqualTo(orientation);
    assertThat(picture.width()).isEqualTo(orientation > 4 ? 5 : 9);
    assertThat(picture.originalWidth()).isEqualTo(picture.width());
    assertThat(picture.height()).isEqualTo(orientation > 4 ? 9 : 5);
    byte[] pixels = Readers.rgb(picture);
    byte[] first = Arrays.copyOf(pixels, 3);
    int corner =
        switch (orientation) {
          case 2, 8 -> 8;
          case 3, 7 -> 44;
          case 4, 6 -> 36;
          default -> 0;
        };
    assertThat(first).isEqualTo(Arrays.copyOfRange(rgb(noise), 3 * corner, 3 * corner + 3));
  }

  @Test
  void exifInAWebpAndInATiffTurnsThem() throws Exception {
    Picture webp = read(Specimens.WEBP_TO_BE_TURNED);
    assertThat(webp.orientation()).isEqualTo(Orientation.QUARTER_TURN);
    assertThat(webp.width()).isEqualTo(3);
    byte[] pixels = rgb(Specimens.noise(5, 4, 2));
    byte[] tiff = Specimens.tiff(5, 4, 4, pixels.length, pixels);
    tiff[8 + 2 + 6 * 12 + 8] = 6; // the value of its orientation
    Picture turned = read(tiff);
    assertThat(turned.orientation()).isEqualTo(Orientation.QUARTER_TURN);
    assertThat(turned.width()).isEqualTo(4);
    assertThat(turned.height()).isEqualTo(5);
  }

  @Test
  void theDateIsReadWithSubSecondsAndOffset() throws Exception {
    byte[] exif = Specimens.exif(1, "2024:05:04 03:02:01", "25", "-03:30");
    byte[] jpeg = Specimens.withExif(Specimens.jpeg(16, 16), exif);
    CaptureDate date = read(jpeg).date().orElseThrow();
    assertThat(date.raw()).isEqualTo("2024:05:04 03:02:01");
    assertThat(date.local()).isEqualTo(LocalDateTime.of(2024, 5, 4, 3, 2, 1, 250_000_000));
    assertThat(date.offset()).contains(ZoneOffset.ofHoursMinutes(-3, -30));
  }

  @Test
  void aZeroDateIsNone() throws Exception {
    byte[] exif = Specimens.exif(1, "0000:00:00 00:00:00", null, null);
    assertThat(read(Specimens.withExif(Specimens.jpeg(16, 16), exif)).date()).isEmpty();
  }

  @Test
  void brokenExifDoesNotCostThePicture() throws Exception {
    byte[] sound = Specimens.exif(6, "2024:05:04 03:02:01", "25", "-03:30");
    for (int cut = 0; cut < sound.length; cut++) {
      byte[] broken = Arrays.copyOf(sound, cut);
      assertThat(read(Specimens.withExif(Specimens.jpeg(16, 8), broken)).pixels().byteSize())
          .isEqualTo(16 * 8 * 3);
    }
    Random random = new Random(4);
    for (int i = 0; i < 500; i++) {
      byte[] broken = sound.clone();
      broken[random.nextInt(broken.length)] = (byte) random.nextInt();
      broken[random.nextInt(60)] = (byte) random.nextInt();
      assertThat(read(Specimens.withExif(Specimens.jpeg(16, 8), broken)).pixels().byteSize())
          .isEqualTo(16 * 8 * 3);
    }
  }

  @Test
  void aPngCutInTheMiddleKeepsItsUpperRows() throws Exception {
    BufferedImage noise = Specimens.noise(100, 100, 1);
    byte[] png = Specimens.written(noise, "png");
    Picture picture = read(Arrays.copyOf(png, png.length * 3 / 4));
    assertThat(picture.damage()).isPresent();
    assertThat(Arrays.copyOf(Readers.rgb(picture), 100 * 50 * 3))
        .isEqualTo(Arrays.copyOf(rgb(noise), 100 * 50 * 3));
  }

  @Test
  void aPngCutBeforeItsFirstRowIsUnreadable() throws IOException {
    byte[] png = Specimens.written(Specimens.noise(100, 100, 1), "png");
    Path file = Files.write(folder.resolve("cut"), Arrays.copyOf(png, 60));
    assertThat(Readers.IMAGE_IO.reason(file)).startsWith("cannot be decoded as PNG: ");
  }

  @Test
  void memoryIsReusedFromPictureToPicture() throws Exception {
    byte[] large = Specimens.written(Specimens.noise(200, 100, 1), "png");
    byte[] small = Specimens.written(Specimens.noise(20, 10, 1), "png");
    read(large);
    var after = ledger.snapshot();
    long address = reader.read(folder.resolve("picture"), FULL).pixels().address();
    for (int i = 0; i < 20; i++) {
      assertThat(read(small).pixels().address()).isEqualTo(address);
      read(large);
    }
    assertThat(ledger.snapshot()).isEqualTo(after);
  }

  @Test
  void closingTwiceIsFineAndReadingAfterwardsIsNot() throws Exception {
    read(Specimens.jpeg(8, 8));
    reader.close();
    reader.close();
    assertThat(ledger.snapshot()).isEmpty();
    assertThatIllegalStateException()
        .isThrownBy(() -> reader.read(folder.resolve("picture"), FULL))
        .withMessage("the picture reader is closed");
  }
}
