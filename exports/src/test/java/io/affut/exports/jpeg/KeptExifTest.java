package io.affut.exports.jpeg;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.affut.bindings.memory.NativeLedger;
import io.affut.preprocessing.picture.DecodeScale;
import io.affut.preprocessing.picture.Orientation;
import io.affut.preprocessing.picture.Picture;
import io.affut.preprocessing.picture.PictureReader;
import java.awt.image.BufferedImage;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeptExifTest {
  private static final byte[] JPEG =
      JpegCopiesTest.encoded(new BufferedImage(240, 320, BufferedImage.TYPE_INT_RGB));

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void theDateStaysTheCopyIsUprightAndTheThumbnailIsGone(boolean little) throws Exception {
    ByteOrder order = little ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
    byte[] copy = copy(new MadeExif(order, "temperature 12").in(JPEG)).orElseThrow();
    assertThat(text(copy)).doesNotContain("small face").contains("temperature 12");
    Path file = Files.write(folder.resolve("copy.jpg"), copy);
    try (var reader = new PictureReader(Optional.empty(), 1_000_000, new NativeLedger())) {
      Picture read = reader.read(file, new DecodeScale.Full());
      assertThat(read.orientation()).isEqualTo(Orientation.UPRIGHT);
      assertThat(read.date().orElseThrow().raw()).isEqualTo("2024:07:08 09:10:11");
      assertThat(read.width()).isEqualTo(240);
    }
  }

  @Test
  void theSizeIsThatOfTheCopy() {
    byte[] block = new MadeExif(ByteOrder.LITTLE_ENDIAN, "").block();
    assertThat(new ExifCleaning(block).clean(240, 320)).isTrue();
    ByteBuffer buffer = ByteBuffer.wrap(block).order(ByteOrder.LITTLE_ENDIAN);
    assertThat(buffer.getShort(64 + 2 + 2 * 12 + 8)).isEqualTo((short) 240);
    assertThat(buffer.getInt(64 + 2 + 3 * 12 + 8)).isEqualTo(320);
  }

  @Test
  void aPictureInTheMakersNoteIsGoneToo() throws Exception {
    byte[] copy =
        copy(new MadeExif(ByteOrder.LITTLE_ENDIAN, "note" + MadeExif.THUMBNAIL).in(JPEG))
            .orElseThrow();
    assertThat(text(copy)).doesNotContain("small face").contains("2024:07:08 09:10:11");
  }

  @Test
  void aPictureAtAPlaceThatNothingNamesMakesTheWholeBlockGo() throws Exception {
    MadeExif exif = new MadeExif(ByteOrder.LITTLE_ENDIAN, "");
    ByteBuffer.wrap(exif.block()).put(500, MadeExif.THUMBNAIL.getBytes(ISO_8859_1));
    assertThat(copy(exif.in(JPEG))).isEmpty();
  }

  @Test
  void whatIsNoJpegOrHasNoExifHasNone() throws Exception {
    assertThat(copy(JPEG)).isEmpty();
    assertThat(copy("text".getBytes(ISO_8859_1))).isEmpty();
    assertThat(copy(new byte[0])).isEmpty();
  }

  /// The worst that a broken block can do is to be left out.
  @Property(tries = 2000)
  void noDamageLetsAThumbnailThrough(
      @ForAll @IntRange(max = 599) int place,
      @ForAll byte value,
      @ForAll @IntRange(max = 599) int other) {
    byte[] block = new MadeExif(ByteOrder.BIG_ENDIAN, "note").block();
    block[place] = value;
    block[other] = (byte) ~value;
    boolean wasThere = text(block).contains(MadeExif.THUMBNAIL.substring(0, 17));
    boolean kept = new ExifCleaning(block).clean(240, 320);
    if (kept && wasThere) {
      assertThat(text(block)).doesNotContain(MadeExif.THUMBNAIL.substring(0, 17));
    }
  }

  private Optional<byte[]> copy(byte[] original) throws Exception {
    Path file = Files.write(folder.resolve("original.jpg"), original);
    return KeptExif.of(file, 240, 320).map(exif -> exif.in(JPEG));
  }

  private static String text(byte[] bytes) {
    return new String(bytes, ISO_8859_1);
  }
}
