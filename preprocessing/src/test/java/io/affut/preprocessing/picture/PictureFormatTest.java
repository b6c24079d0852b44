package io.affut.preprocessing.picture;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import org.junit.jupiter.api.Test;

class PictureFormatTest {
  private static PictureFormat sniffed(byte[] bytes) {
    return PictureFormat.sniff(Readers.segment(bytes));
  }

  private static PictureFormat sniffed(String bytes) {
    return sniffed(bytes.getBytes(ISO_8859_1));
  }

  private static String refusal(String bytes) {
    return sniffed(bytes).refusal().orElse("none");
  }

  @Test
  void picturesAreKnownByTheirFirstBytes() {
    BufferedImage image = Specimens.scene(8, 8, BufferedImage.TYPE_INT_RGB);
    assertThat(sniffed(Specimens.written(image, "jpg"))).isEqualTo(PictureFormat.JPEG);
    assertThat(sniffed(Specimens.written(image, "png"))).isEqualTo(PictureFormat.PNG);
    assertThat(sniffed(Specimens.written(image, "bmp"))).isEqualTo(PictureFormat.BMP);
    assertThat(sniffed(Specimens.written(image, "gif"))).isEqualTo(PictureFormat.GIF);
    assertThat(sniffed(Specimens.written(image, "tiff"))).isEqualTo(PictureFormat.TIFF);
    assertThat(sniffed(Specimens.bigTiff(1, 1, new byte[3]))).isEqualTo(PictureFormat.TIFF);
    assertThat(sniffed("MM\0*\0\0\0\b")).isEqualTo(PictureFormat.TIFF);
    assertThat(sniffed("MM\0+\0\b\0\0")).isEqualTo(PictureFormat.TIFF);
    assertThat(sniffed(Specimens.WEBP)).isEqualTo(PictureFormat.WEBP);
  }

  @Test
  void newTelephonePicturesAreToBeConverted() {
    assertThat(refusal("\0\0\0\030ftypheic\0\0\0\0mif1heic"))
        .isEqualTo("HEIC pictures are not supported: convert them to JPEG");
    assertThat(refusal("\0\0\0\030ftypmif1\0\0\0\0mif1heic")).startsWith("HEIC");
    assertThat(refusal("\0\0\0\030ftypmif1\0\0\0\0mif1avif")).startsWith("AVIF");
    assertThat(refusal("\0\0\0\024ftypavif\0\0\0\0avif"))
        .isEqualTo("AVIF pictures are not supported: convert them to JPEG");
    assertThat(refusal("\0\0\0\fJXL \r\n\u0087\n")).contains("JPEG XL", "convert them to JPEG");
    assertThat(refusal("\0\0\0\fjP  \r\n\u0087\n")).contains("JPEG 2000", "convert them to JPEG");
    assertThat(refusal("\0\0\0\030ftypcrx \0\0\0\001crx ")).contains("raw camera");
    assertThat(refusal("II*\0\020\0\0\0CR\002\0")).contains("raw camera");
    assertThat(refusal("FUJIFILMCCD-RAW 0201")).contains("raw camera");
  }

  @Test
  void otherFilesAreCalledWhatTheyAre() {
    assertThat(refusal("date;species\n2024-01-01;Rehwild\n"))
        .isEqualTo("is a text file, not a picture");
    assertThat(refusal("BM is how this sentence begins")).contains("text file");
    assertThat(sniffed("sanglier à l'aube".getBytes(UTF_16))).isEqualTo(PictureFormat.TEXT);
    assertThat(refusal("\r\n<!DOCTYPE html>\n<html>404"))
        .isEqualTo("is a web page (HTML), not a picture");
    assertThat(refusal("%PDF-1.7")).isEqualTo("is a PDF document, not a picture");
    assertThat(refusal("PK\003\004\024\0")).contains("archive");
    assertThat(refusal("\0\0\0\030ftypmp42\0\0\0\0isom")).isEqualTo("is a video, not a picture");
    assertThat(refusal("RIFF\020\0\0\0AVI LIST")).contains("video");
    assertThat(refusal("\0\0\0\bwide\0\0\0\0mdat")).contains("video");
    assertThat(refusal("\u001aE\u00df\u00a3\u0001")).contains("video");
    assertThat(refusal("RIFF\020\0\0\0WAVEfmt ")).contains("no kind that is known");
    assertThat(refusal("\0".repeat(4096))).contains("nothing but zeros");
    assertThat(refusal("\u0001\u0002\u0003\u0004")).contains("no kind that is known");
  }

  @Test
  void aFileOfOneByteIsNoProblem() {
    for (int value = 0; value < 256; value++) {
      assertThat(sniffed(new byte[] {(byte) value}).refusal()).isPresent();
    }
  }
}
