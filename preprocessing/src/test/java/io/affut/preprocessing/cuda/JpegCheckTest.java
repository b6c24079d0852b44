package io.affut.preprocessing.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import io.affut.preprocessing.picture.Specimens;
import io.affut.testing.Fixtures;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Which files are trusted to nvJPEG.
class JpegCheckTest {
  private static final byte[] COLOURS = Specimens.written(Specimens.noise(61, 47, 1), "jpg");

  @ParameterizedTest
  @CsvSource({
    "african_elephants, ''",
    "african_elephants_bw, ''",
    "african_elephants_cmyk, it has 4 components",
    "african_elephants_truncated_file, it ends before its end marker",
    "african_elephants_with_exif_orientation, ''",
    "blank, ''",
    "domestic_cattle, ''",
    "human, ''",
    "vehicle, ''"
  })
  void photos(String name, String reason) throws Exception {
    byte[] file = Files.readAllBytes(Fixtures.at("photos/" + name + ".jpg"));
    if (reason.isEmpty()) {
      assertThat(check(file)).isInstanceOf(JpegCheck.Fit.class);
    } else {
      assertThat(reason(file)).isEqualTo(reason);
    }
  }

  @Test
  void whatIsBehindTheEndMarkerIsNoPartOfThePicture() {
    byte[] longer = Arrays.copyOf(COLOURS, COLOURS.length + 1000);

    assertThat(check(longer)).isEqualTo(new JpegCheck.Fit(61, 47, COLOURS.length));
  }

  @Test
  void progressiveAndGreyFilesAreTrusted() {
    BufferedImage grey = Specimens.scene(40, 30, BufferedImage.TYPE_BYTE_GRAY);

    assertThat(check(Specimens.progressive(grey))).isInstanceOf(JpegCheck.Fit.class);
    assertThat(check(Specimens.written(grey, "jpg"))).isInstanceOf(JpegCheck.Fit.class);
    assertThat(check(Specimens.progressive(Specimens.noise(40, 30, 1))))
        .isInstanceOf(JpegCheck.Fit.class);
  }

  @Property(tries = 200)
  void noFileThatIsCutIsTrusted(@ForAll @IntRange(min = 1, max = 100_000) int cut) {
    int length = Math.max(0, COLOURS.length - 1 - cut % COLOURS.length);

    assertThat(check(Arrays.copyOf(COLOURS, length))).isInstanceOf(JpegCheck.Unfit.class);
  }

  @Property(tries = 500)
  void whateverIsOverwrittenThereIsAnAnswer(@ForAll long seed) {
    Random random = new Random(seed);
    byte[] broken = COLOURS.clone();
    for (int i = 0; i < 5; i++) {
      broken[random.nextInt(random.nextBoolean() ? 700 : broken.length)] = (byte) random.nextInt();
    }

    assertThat(check(broken)).isNotNull();
  }

  @Test
  void headersThatMeanSomethingElseAreNotTrusted() {
    assertThat(reason(withFrame(3, 0x0c))).isEqualTo("it has 12 bits a sample");
    assertThat(reason(withFrame(0, 0xc9)))
        .isEqualTo("it is neither baseline nor progressive with Huffman codes");
    assertThat(reason(withFrame(0, 0xc1)))
        .isEqualTo("it is neither baseline nor progressive with Huffman codes");
    assertThat(reason(withFrame(10, 0x31)))
        .isEqualTo("its colours are subsampled in an unusual way");
    assertThat(reason(withFrame(13, 0x21)))
        .isEqualTo("its colours are subsampled in an unusual way");
    assertThat(reason(withFrame(5, 0))).isEqualTo("its header gives no size");
    assertThat(reason(Specimens.jpegClaiming(3000, 3000)))
        .isEqualTo("it has too few bytes for its pixels");
  }

  @Test
  void coloursThatAreNotSurelyYcbcrAreNotTrusted() {
    String reason = "its colours are not, or not surely, YCbCr";
    byte[] rgb = {'A', 'd', 'o', 'b', 'e', 0, 100, 0, 0, 0, 0, 0};
    byte[] ycbcr = {'A', 'd', 'o', 'b', 'e', 0, 100, 0, 0, 0, 0, 1};
    assertThat(reason(with(0xee, rgb))).isEqualTo(reason);
    assertThat(check(with(0xee, ycbcr))).isInstanceOf(JpegCheck.Fit.class);

    byte[] named = COLOURS.clone();
    int frame = frame(named);
    named[frame + 10] = 'R';
    named[frame + 13] = 'G';
    named[frame + 16] = 'B';
    assertThat(reason(named)).isEqualTo(reason);

    byte[] withoutJfif = without(0xe0);
    assertThat(check(withoutJfif)).isInstanceOf(JpegCheck.Fit.class);
    withoutJfif[frame(withoutJfif) + 10] = 9;
    assertThat(reason(withoutJfif)).isEqualTo(reason);
  }

  @Test
  void missingPartsAreNoticed() {
    assertThat(reason(without(0xc4))).isEqualTo("its pixels come before what describes them");
    assertThat(reason(without(0xc0))).isEqualTo("its pixels come before what describes them");
    byte[] stray = COLOURS.clone();
    stray[2] = 0;
    assertThat(reason(stray)).isEqualTo("there are stray bytes between its parts");
    assertThat(reason(new byte[] {(byte) 0xff, (byte) 0xd8, (byte) 0xff, (byte) 0xd9}))
        .isEqualTo("it has no pixels");
    assertThat(reason("text".getBytes(StandardCharsets.US_ASCII)))
        .isEqualTo("it does not begin as a JPEG does");
  }

  /// A grey file of 3 units, with a restart marker after each.
  @Test
  void eachRestartMarkerHasToBeThere() {
    assertThat(check(grey("0f ffd0 0f ffd1 0f"))).isInstanceOf(JpegCheck.Fit.class);
    for (String pixels :
        List.of("0f ffd1 0f ffd2 0f", "0f ffd0 0f", "0f ffd0 0f ffd1 0f ffd2 0f")) {
      assertThat(reason(grey(pixels))).isEqualTo("a part of its pixels is missing");
    }
  }

  private static byte[] grey(String pixels) {
    HexFormat hex = HexFormat.of();
    var file = new ByteArrayOutputStream();
    file.writeBytes(hex.parseHex("ffd8"));
    file.writeBytes(hex.parseHex("ffdb004300" + "01".repeat(64)));
    file.writeBytes(hex.parseHex("ffc0000b080008001801011100"));
    file.writeBytes(hex.parseHex("ffc4001400" + "01" + "00".repeat(15) + "00"));
    file.writeBytes(hex.parseHex("ffdd00040001"));
    file.writeBytes(hex.parseHex("ffda0008010100003f00"));
    file.writeBytes(hex.parseHex(pixels.replace(" ", "")));
    file.writeBytes(hex.parseHex("ffd9"));
    return file.toByteArray();
  }

  /// With one byte of the frame header, counted from its marker's second byte, overwritten.
  private static byte[] withFrame(int at, int value) {
    byte[] file = COLOURS.clone();
    file[frame(file) + 1 + at] = (byte) value;
    return file;
  }

  /// Where the frame header's marker is.
  private static int frame(byte[] file) {
    return marker(file, 0xc0);
  }

  private static int marker(byte[] file, int marker) {
    for (int at = 2; at < file.length; at += 2 + length(file, at)) {
      if ((file[at + 1] & 255) == marker) {
        return at;
      }
    }
    throw new AssertionError("no such marker");
  }

  private static int length(byte[] file, int at) {
    return (file[at + 2] & 255) << 8 | file[at + 3] & 255;
  }

  /// Without all parts of one kind.
  private static byte[] without(int marker) {
    byte[] file = COLOURS;
    while (true) {
      int at;
      try {
        at = marker(file, marker);
      } catch (AssertionError | IndexOutOfBoundsException e) {
        return file;
      }
      int end = at + 2 + length(file, at);
      byte[] shorter = Arrays.copyOf(file, file.length - (end - at));
      System.arraycopy(file, end, shorter, at, file.length - end);
      file = shorter;
    }
  }

  /// With one more part right after the start.
  private static byte[] with(int marker, byte[] content) {
    byte[] file = new byte[COLOURS.length + 4 + content.length];
    file[0] = (byte) 0xff;
    file[1] = (byte) 0xd8;
    file[2] = (byte) 0xff;
    file[3] = (byte) marker;
    file[5] = (byte) (content.length + 2);
    System.arraycopy(content, 0, file, 6, content.length);
    System.arraycopy(COLOURS, 2, file, 6 + content.length, COLOURS.length - 2);
    return file;
  }

  private static JpegCheck check(byte[] file) {
    return JpegCheck.of(MemorySegment.ofArray(file));
  }

  private static String reason(byte[] file) {
    return ((JpegCheck.Unfit) check(file)).reason();
  }
}
