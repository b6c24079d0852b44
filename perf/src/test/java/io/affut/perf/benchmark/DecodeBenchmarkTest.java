package io.affut.perf.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import io.affut.perf.Parts;
import io.affut.perf.TwelveMegapixels;
import io.affut.preprocessing.picture.Picture;
import java.awt.image.BufferedImage;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DecodeBenchmarkTest {
  private static BufferedImage reference;

  @BeforeAll
  static void decodeWithTheJdk(@TempDir Path folder) throws Exception {
    reference = ImageIO.read(TwelveMegapixels.jpeg(folder).toFile());
  }

  @ParameterizedTest
  @EnumSource
  void eachSizeIsThePictureAsTheJdkDecodesItOnAverage(DecodeBenchmark.How how) throws Exception {
    if (how != DecodeBenchmark.How.IMAGE_IO) {
      Parts.requireTurboJpeg();
    }
    DecodeBenchmark benchmark = DecodeBenchmark.of(how);
    benchmark.prepare();
    Picture picture = benchmark.decode();
    assertThat(picture.width()).isEqualTo(how.width());
    assertThat(picture.height()).isEqualTo(how.height());
    assertThat(picture.decoder())
        .isEqualTo(how == DecodeBenchmark.How.IMAGE_IO ? "ImageIO" : "libjpeg-turbo");
    int block = TwelveMegapixels.WIDTH / how.width();
    double sum = 0;
    int count = 0;
    for (int y = 0; y < how.height(); y += 5) {
      for (int x = 0; x < how.width(); x += 5) {
        long at = 3L * ((long) y * how.width() + x);
        int green = picture.pixels().get(ValueLayout.JAVA_BYTE, at + 1) & 255;
        sum += Math.abs(green - meanGreen(x * block, y * block, block));
        count++;
      }
    }
    assertThat(sum / count).isLessThan(2.0);
    benchmark.close();
  }

  private static double meanGreen(int left, int top, int block) {
    int sum = 0;
    for (int y = top; y < top + block; y++) {
      for (int x = left; x < left + block; x++) {
        sum += reference.getRGB(x, y) >> 8 & 255;
      }
    }
    return (double) sum / (block * block);
  }

  @Test
  void nothingOffHeapIsLeftAndNoFile() throws Exception {
    DecodeBenchmark benchmark = DecodeBenchmark.of(DecodeBenchmark.How.IMAGE_IO);
    benchmark.prepare();
    benchmark.decode();
    assertThat(benchmark.ledger().snapshot()).isNotEmpty();
    benchmark.close();
    assertThat(benchmark.ledger().snapshot()).isEmpty();
    assertThat(benchmark.folder()).doesNotExist();
  }
}
