package io.affut.engine.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.affut.engine.detection.BoundingBox;
import io.affut.preprocessing.resize.Crop;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.FloatRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/// DeepFaune's crop, with numbers computed by hand.
class CropRuleTest {
  @Test
  void aWideBoxGrowsAboveAndBelowByHalfTheDifferenceInWholePixels() {
    // 100..300 x 200..251: (200 - 51) / 2 = 74.5, so 74 above and below.
    assertThat(crop(100, 200, 300, 251, 1000, 1000)).isEqualTo(new Crop(100, 126, 200, 199));
  }

  @Test
  void aHighBoxGrowsLeftAndRight() {
    // 500..520 x 100..200: (100 - 20) / 2 = 40.
    assertThat(crop(500, 100, 520, 200, 1000, 1000)).isEqualTo(new Crop(460, 100, 100, 100));
  }

  @Test
  void whatLiesOutsideThePictureIsCutOffAndNotMadeUpForOnTheOtherSide() {
    // 0..20 x 100..200 grows to -40..60 and keeps 0..60.
    assertThat(crop(0, 100, 20, 200, 1000, 1000)).isEqualTo(new Crop(0, 100, 60, 100));
    // 980..1000 grows to 940..1040 and keeps 940..1000.
    assertThat(crop(980, 100, 1000, 200, 1000, 1000)).isEqualTo(new Crop(940, 100, 60, 100));
  }

  @Test
  void sidesBetweenPixelsAreCutDown() {
    // 10.9..21.2 x 10.9..21.2
    assertThat(crop(10.9, 10.9, 21.2, 21.2, 100, 100)).isEqualTo(new Crop(10, 10, 11, 11));
  }

  @Test
  void aSideThatIsAThousandthOfAPixelShortOfAWholeOneIsCutDownToo() {
    assertThat(crop(10, 10, 20.999, 20.999, 2048, 1536)).isEqualTo(new Crop(10, 10, 10, 10));
  }

  /// A fraction of 32 bits may be a little less than it was.
  @Property
  void sidesOnWholePixelsStayThere(
      @ForAll @IntRange(min = 1, max = 9000) int across,
      @ForAll @IntRange(min = 1, max = 9000) int down,
      @ForAll @FloatRange(max = 1) float place,
      @ForAll @FloatRange(max = 1) float part) {
    int side = 1 + (int) (part * (Math.min(across, down) - 1));
    int left = (int) (place * (across - side));
    int top = (int) (place * (down - side));
    assertThat(crop(left, top, left + side, top + side, across, down))
        .isEqualTo(new Crop(left, top, side, side));
  }

  @Test
  void aBoxOfLessThanAPixelHasOnePixel() {
    assertThat(crop(10.2, 10.2, 10.4, 10.4, 100, 100)).isEqualTo(new Crop(10, 10, 1, 1));
    assertThat(crop(100, 100, 100, 100, 100, 100)).isEqualTo(new Crop(99, 99, 1, 1));
  }

  @Property
  void everyCropLiesInsideThePicture(
      @ForAll @FloatRange(max = 1) float x,
      @ForAll @FloatRange(max = 1) float y,
      @ForAll @FloatRange(max = 1) float width,
      @ForAll @FloatRange(max = 1) float height,
      @ForAll @IntRange(min = 1, max = 9000) int across,
      @ForAll @IntRange(min = 1, max = 9000) int down) {
    Crop crop = CropRule.crop(new BoundingBox(x, y, width, height), across, down);
    assertThat(crop.x() + crop.width()).isBetween(1, across);
    assertThat(crop.y() + crop.height()).isBetween(1, down);
  }

  private static Crop crop(
      double left, double top, double right, double bottom, int width, int height) {
    return CropRule.crop(
        new BoundingBox(
            (float) (left / width),
            (float) (top / height),
            (float) ((right - left) / width),
            (float) ((bottom - top) / height)),
        width,
        height);
  }
}
