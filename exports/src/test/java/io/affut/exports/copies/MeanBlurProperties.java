package io.affut.exports.copies;

import static org.assertj.core.api.Assertions.assertThat;

import io.affut.preprocessing.resize.Crop;
import java.awt.image.BufferedImage;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class MeanBlurProperties {
  @Property(tries = 50)
  void whatLiesOutsideStaysAsItIs(
      @ForAll @IntRange(max = 30) int x,
      @ForAll @IntRange(max = 20) int y,
      @ForAll @IntRange(min = 1, max = 30) int width,
      @ForAll @IntRange(min = 1, max = 20) int height) {
    BufferedImage image = noise(60, 40);
    BufferedImage before = noise(60, 40);
    MeanBlur.blur(image, new Crop(x, y, width, height));
    for (int row = 0; row < 40; row++) {
      for (int column = 0; column < 60; column++) {
        boolean inside = column >= x && column < x + width && row >= y && row < y + height;
        if (!inside) {
          assertThat(image.getRGB(column, row)).isEqualTo(before.getRGB(column, row));
        }
      }
    }
  }

  @Example
  void aBoxThatIsSmallerThanTheWindowHasNearlyOneColour() {
    BufferedImage image = noise(60, 40);
    MeanBlur.blur(image, new Crop(10, 10, 30, 20));
    int colour = image.getRGB(10, 10);
    for (int y = 10; y < 30; y++) {
      for (int x = 10; x < 40; x++) {
        assertThat(image.getRGB(x, y)).isEqualTo(colour);
      }
    }
  }

  @Example
  void eachPixelIsTheMeanOfThoseAround() {
    BufferedImage image = new BufferedImage(400, 1, BufferedImage.TYPE_INT_RGB);
    for (int x = 200; x < 400; x++) {
      image.setRGB(x, 0, 0xffffff);
    }
    MeanBlur.blur(image, new Crop(0, 0, 400, 1));
    assertThat(image.getRGB(124, 0) & 255).isZero();
    assertThat(image.getRGB(125, 0) & 255).isEqualTo(255 / 151);
    assertThat(image.getRGB(200, 0) & 255).isEqualTo(255 * 76 / 151);
    assertThat(image.getRGB(399, 0) & 255).isEqualTo(255);
  }

  @Example
  void theWindowIsDeepfaunesAndGrowsWithThePictureAndThePerson() {
    assertThat(MeanBlur.window(4000, 3000, new Crop(0, 0, 100, 300))).isEqualTo(151);
    assertThat(MeanBlur.window(640, 480, new Crop(0, 0, 100, 300))).isEqualTo(151);
    assertThat(MeanBlur.window(8000, 6000, new Crop(0, 0, 100, 300))).isEqualTo(303);
    assertThat(MeanBlur.window(4000, 3000, new Crop(0, 0, 2000, 3000))).isEqualTo(501);
  }

  private static BufferedImage noise(int width, int height) {
    Random random = new Random(7);
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < width * height; i++) {
      image.setRGB(i % width, i / width, random.nextInt(1 << 24));
    }
    return image;
  }
}
