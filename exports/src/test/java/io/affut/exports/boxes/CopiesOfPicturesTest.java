package io.affut.exports.boxes;

import static org.assertj.core.api.Assertions.assertThat;

import io.affut.bindings.memory.NativeLedger;
import io.affut.preprocessing.picture.DecodeScale;
import io.affut.preprocessing.picture.PictureReader;
import io.affut.testing.Fixtures;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// From files of every kind to copies, by way of the reader that the program uses.
class CopiesOfPicturesTest {
  private static final int RED = 0xFF0000;
  private static final LabelledBox LOWER_RIGHT = new LabelledBox("", RED, 0.5, 0.75, 0.25, 0.125);

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "african_elephants.jpg",
    "african_elephants_bw.jpg",
    "african_elephants_cmyk.jpg",
    "african_elephants_with_exif_orientation.jpg"
  })
  void photosOfEveryKindBecomeUprightCopiesWithTheirBoxes(String name) throws Exception {
    Path photo = Fixtures.at("photos/" + name);
    BufferedImage copy = ImageIO.read(copy(photo, LOWER_RIGHT).toFile());
    BufferedImage upright = ImageIO.read(Fixtures.at("photos/african_elephants.jpg").toFile());
    assertThat(copy.getWidth()).isEqualTo(upright.getWidth());
    assertThat(copy.getHeight()).isEqualTo(upright.getHeight());
    int x = copy.getWidth() / 2;
    int y = copy.getHeight() * 3 / 4;
    int line = BoxFrame.lineOf(copy.getHeight());
    assertThat(near(copy.getRGB(x + 40, y - line / 2), RED)).as("on the line").isTrue();
    assertThat(near(copy.getRGB(x - line / 2, y + 40), RED)).as("on the line").isTrue();
    int inside = copy.getRGB(x + 40, y + 40);
    if (!name.contains("bw")) {
      assertThat(near(inside, upright.getRGB(x + 40, y + 40))).as("inside").isTrue();
    }
    assertThat(near(inside, RED)).as("inside").isFalse();
  }

  @Test
  void aPaletteWithTransparencyIsCopied() throws Exception {
    byte[] red = {0, (byte) 200};
    byte[] other = {0, 100};
    var palette = new IndexColorModel(1, 2, red, other, other, 0);
    var image = new BufferedImage(160, 120, BufferedImage.TYPE_BYTE_BINARY, palette);
    for (int x = 0; x < 160; x++) {
      for (int y = 0; y < 120; y++) {
        image.getRaster().setSample(x, y, 0, 1);
      }
    }
    Path file = folder.resolve("palette.png");
    ImageIO.write(image, "png", file.toFile());
    BufferedImage copy = ImageIO.read(copy(file, LOWER_RIGHT).toFile());
    assertThat(near(copy.getRGB(20, 20), 0xC86464)).isTrue();
    assertThat(near(copy.getRGB(100, 89), RED)).isTrue();
  }

  @Test
  void theOriginalStaysAsItIsAlsoWhenTheCopyWouldHaveItsName() throws Exception {
    Path original = folder.resolve("fox.jpg");
    Files.copy(Fixtures.at("photos/african_elephants.jpg"), original);
    byte[] before = Files.readAllBytes(original);
    assertThat(write(original, LOWER_RIGHT, original)).isEqualTo(folder.resolve("fox-2.jpg"));
    assertThat(Arrays.equals(Files.readAllBytes(original), before)).isTrue();
  }

  private Path copy(Path picture, LabelledBox box) throws Exception {
    return write(picture, box, folder.resolve("copies/copy.jpg"));
  }

  private static Path write(Path picture, LabelledBox box, Path wanted) throws Exception {
    var ledger = new NativeLedger();
    try (var reader = new PictureReader(Optional.empty(), 200_000_000, ledger)) {
      var full = new DecodeScale.Full();
      return new BoxDrawing().write(reader.read(picture, full), List.of(box), wanted);
    } finally {
      assertThat(ledger.snapshot()).isEmpty();
    }
  }

  /// JPEG changes colours a little, and more at edges.
  private static boolean near(int rgb, int expected) {
    Color a = new Color(rgb);
    Color b = new Color(expected);
    return Math.abs(a.getRed() - b.getRed()) < 40
        && Math.abs(a.getGreen() - b.getGreen()) < 40
        && Math.abs(a.getBlue() - b.getBlue()) < 40;
  }
}
