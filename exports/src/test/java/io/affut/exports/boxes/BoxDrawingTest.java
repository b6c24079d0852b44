package io.affut.exports.boxes;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BoxDrawingTest {
  private static final int GREY = 0x808080;
  private static final int ORANGE = 0xE69F00;

  @Test
  void theLineLiesAroundTheBoxAndTheInsideIsUntouched() {
    BufferedImage image = grey(400, 800);
    BoxDrawing.draw(image, List.of(new LabelledBox("", ORANGE, 0.25, 0.5, 0.5, 0.25)));
    // The box is 100 to 300 across and 400 to 600 down; a line of 800 / 200 pixels goes around it.
    assertThat(colours(image, 96, 396, 208, 4)).containsOnly(ORANGE);
    assertThat(colours(image, 96, 600, 208, 4)).containsOnly(ORANGE);
    assertThat(colours(image, 96, 396, 4, 208)).containsOnly(ORANGE);
    assertThat(colours(image, 300, 396, 4, 208)).containsOnly(ORANGE);
    assertThat(colours(image, 100, 400, 200, 200)).containsOnly(GREY);
    assertThat(count(image, ORANGE)).isEqualTo(208 * 208 - 200 * 200);
  }

  @Test
  void atTheBorderOfThePictureTheLineIsWithinIt() {
    BufferedImage image = grey(400, 400);
    BoxDrawing.draw(image, List.of(new LabelledBox("", ORANGE, 0, 0, 1, 1)));
    assertThat(colours(image, 0, 0, 400, 2)).containsOnly(ORANGE);
    assertThat(colours(image, 0, 398, 400, 2)).containsOnly(ORANGE);
    assertThat(colours(image, 0, 0, 2, 400)).containsOnly(ORANGE);
    assertThat(colours(image, 398, 0, 2, 400)).containsOnly(ORANGE);
    assertThat(colours(image, 2, 2, 396, 396)).containsOnly(GREY);
  }

  @ParameterizedTest
  @CsvSource({"100, 2", "480, 2", "600, 3", "1080, 5", "3000, 15"})
  void theLineIsThickerOnLargerPictures(int height, int line) {
    assertThat(BoxFrame.lineOf(height)).isEqualTo(line);
  }

  @Test
  void theTagStandsOnTheBoxAndTheLetterIsReadableOnIt() {
    BufferedImage image = grey(640, 480);
    BoxDrawing.draw(image, List.of(new LabelledBox("animal 0.87", ORANGE, 0.25, 0.5, 0.25, 0.25)));
    // The box begins at 160, 240; its line at 158, 238; the tag ends there.
    assertThat(image.getRGB(159, 236) & 0xFFFFFF).isEqualTo(ORANGE);
    int dark = 0;
    for (int y = 215; y < 238; y++) {
      for (int x = 158; x < 320; x++) {
        dark += (image.getRGB(x, y) >> 8 & 255) < 80 ? 1 : 0;
      }
    }
    assertThat(dark).as("dark pixels of the letters").isBetween(100, 1500);
    assertThat(colours(image, 162, 242, 150, 110)).as("inside").containsOnly(GREY);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0, 0.1, 0.1",
    "0.9, 0, 0.1, 0.1",
    "0, 0.9, 0.1, 0.1",
    "0.9, 0.9, 0.1, 0.1",
    "0, 0, 1, 1",
    "0.999, 0.5, 0.001, 0.001"
  })
  void theTagIsWithinThePictureAtEachBorder(double x, double y, double width, double height) {
    Tag tag = tag(new LabelledBox("vehicle 0.31", ORANGE, x, y, width, height), 640, 480);
    assertThat(tag.area().x).isNotNegative();
    assertThat(tag.area().y).isNotNegative();
    assertThat(tag.area().getMaxX()).isLessThanOrEqualTo(640);
    assertThat(tag.area().getMaxY()).isLessThanOrEqualTo(480);
    assertThat(tag.scale()).as("size of the letters").isEqualTo(1.6);
  }

  @Test
  void withoutRoomAboveTheTagIsInsideTheBox() {
    Tag tag = tag(new LabelledBox("animal 0.87", ORANGE, 0.1, 0.01, 0.8, 0.9), 640, 480);
    assertThat(tag.area().y).isEqualTo(3);
  }

  @Test
  void aLabelThatIsWiderThanThePictureIsWrittenSmaller() {
    Tag tag = tag(new LabelledBox("a species with a long name 0.99", ORANGE, 0, 0, 1, 1), 64, 480);
    assertThat(tag.area().width).isLessThanOrEqualTo(64);
    assertThat(tag.scale()).isLessThan(1);
  }

  @Test
  void theLastBoxLiesOnTop() {
    BufferedImage image = grey(400, 400);
    var below = new LabelledBox("", 0x112233, 0.25, 0.25, 0.5, 0.5);
    var above = new LabelledBox("", 0x445566, 0.25, 0.25, 0.5, 0.5);
    BoxDrawing.draw(image, List.of(below, above));
    assertThat(count(image, 0x112233)).isZero();
    assertThat(count(image, 0x445566)).isPositive();
  }

  @Property(tries = 300)
  void noBoxOfAnySizeFailsOrLeavesThePicture(
      @ForAll @DoubleRange(min = -0.5, max = 1.5) double x,
      @ForAll @DoubleRange(min = -0.5, max = 1.5) double y,
      @ForAll @DoubleRange(max = 1.5) double width,
      @ForAll @DoubleRange(max = 1.5) double height,
      @ForAll @IntRange(min = 1, max = 300) int pictureWidth,
      @ForAll @IntRange(min = 1, max = 300) int pictureHeight) {
    var box = new LabelledBox("animal 0.50", ORANGE, x, y, width, height);
    BoxFrame frame = BoxFrame.around(box, pictureWidth, pictureHeight);
    assertThat(frame.left()).isBetween(0, frame.right());
    assertThat(frame.top()).isBetween(0, frame.bottom());
    assertThat(frame.right()).isLessThanOrEqualTo(pictureWidth);
    assertThat(frame.bottom()).isLessThanOrEqualTo(pictureHeight);
    BoxDrawing.draw(grey(pictureWidth, pictureHeight), List.of(box));
  }

  private static Tag tag(LabelledBox box, int width, int height) {
    return Tag.of(box.label(), BoxFrame.around(box, width, height), width, height);
  }

  private static BufferedImage grey(int width, int height) {
    var image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        image.setRGB(x, y, GREY);
      }
    }
    return image;
  }

  private static List<Integer> colours(BufferedImage image, int x, int y, int width, int height) {
    var colours = new java.util.TreeSet<Integer>();
    for (int rgb : image.getRGB(x, y, width, height, null, 0, width)) {
      colours.add(rgb & 0xFFFFFF);
    }
    return List.copyOf(colours);
  }

  private static long count(BufferedImage image, int colour) {
    int width = image.getWidth();
    int[] pixels = image.getRGB(0, 0, width, image.getHeight(), null, 0, width);
    return java.util.Arrays.stream(pixels).filter(rgb -> (rgb & 0xFFFFFF) == colour).count();
  }
}
