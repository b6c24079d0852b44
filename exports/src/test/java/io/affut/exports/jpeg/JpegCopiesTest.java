package io.affut.exports.jpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JpegCopiesTest {
  @TempDir Path folder;

  @Test
  void writesAJpegThatOthersRead() throws Exception {
    Path file = JpegCopies.write(plain(0x336699), folder.resolve("new/fox.png"));
    assertThat(file).isEqualTo(folder.resolve("new/fox.jpg"));
    BufferedImage read = ImageIO.read(file.toFile());
    assertThat(read.getWidth()).isEqualTo(64);
    assertThat(read.getHeight()).isEqualTo(32);
    assertThat(read.getRGB(10, 10) >> 8 & 255).isBetween(0x66 - 4, 0x66 + 4);
    assertThat(Files.readAllBytes(file)).startsWith(0xFF, 0xD8, 0xFF);
  }

  @Test
  void aFileThatIsThereIsNeverOverwritten() throws Exception {
    Path original = Files.writeString(folder.resolve("fox.jpg"), "the original");
    Path first = JpegCopies.write(plain(0x336699), original);
    Path second = JpegCopies.write(plain(0x996633), original);
    assertThat(original).hasContent("the original");
    assertThat(first).isEqualTo(folder.resolve("fox-2.jpg"));
    assertThat(second).isEqualTo(folder.resolve("fox-3.jpg"));
  }

  @Test
  void theVerySameCopyIsNotWrittenTwice() throws Exception {
    Path first = JpegCopies.write(plain(0x336699), folder.resolve("fox.jpg"));
    Path again = JpegCopies.write(plain(0x336699), folder.resolve("fox.jpg"));
    assertThat(again).isEqualTo(first);
    try (var files = Files.list(folder)) {
      assertThat(files).containsExactly(first);
    }
  }

  @Test
  void aFolderOrALinkOfThatNameIsLeftAlone() throws Exception {
    Files.createDirectory(folder.resolve("fox.jpg"));
    Path target = Files.writeString(folder.resolve("target"), "elsewhere");
    Files.createSymbolicLink(folder.resolve("fox-2.jpg"), target);
    assertThat(JpegCopies.write(plain(0x336699), folder.resolve("fox.jpg")))
        .isEqualTo(folder.resolve("fox-3.jpg"));
    assertThat(target).hasContent("elsewhere");
  }

  @Test
  void namesWithoutAnEndingAndWithSeveralDotsKeepTheirStem() throws Exception {
    assertThat(JpegCopies.write(plain(1), folder.resolve("IMG.0042.JPG")))
        .isEqualTo(folder.resolve("IMG.0042.jpg"));
    assertThat(JpegCopies.write(plain(1), folder.resolve("fox")))
        .isEqualTo(folder.resolve("fox.jpg"));
    assertThat(JpegCopies.write(plain(1), folder.resolve(".fox")))
        .isEqualTo(folder.resolve(".fox.jpg"));
  }

  @Test
  void aFolderThatIsAFileIsAnError() throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "");
    assertThatIOException().isThrownBy(() -> JpegCopies.write(plain(1), file.resolve("fox.jpg")));
  }

  private static BufferedImage plain(int colour) {
    var image = new BufferedImage(64, 32, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < 64 * 32; i++) {
      image.setRGB(i % 64, i / 64, colour);
    }
    return image;
  }

  static byte[] encoded(BufferedImage image) {
    try {
      return JpegCopies.encode(image);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
