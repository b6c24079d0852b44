package io.affut.preprocessing.resize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.affut.preprocessing.resize.LetterboxRule.Placement;
import io.affut.preprocessing.resize.LetterboxRule.Shape;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LetterboxTest {
  private static final LetterboxRule RECTANGULAR =
      new LetterboxRule(960, Shape.RECTANGULAR, 32, Placement.CENTRED, 114);
  private static final LetterboxRule SQUARE =
      new LetterboxRule(1280, Shape.SQUARE, 64, Placement.CENTRED, 114);
  private static final LetterboxRule TOP_LEFT =
      new LetterboxRule(512, Shape.SQUARE, 1, Placement.TOP_LEFT, 0);

  // What Ultralytics' LetterBox gives for these sizes.
  @ParameterizedTest(name = "{0} x {1}: content {2} x {3} at ({4}, {5}) in {6} x {7}")
  @CsvSource({
    "4000, 3000, 960, 720,  0,  8, 960, 736",
    "3000, 4000, 720, 960,  8,  0, 736, 960",
    "1920, 1080, 960, 540,  0,  2, 960, 544",
    "3072, 1728, 960, 540,  0,  2, 960, 544",
    "2048, 1536, 960, 720,  0,  8, 960, 736",
    " 100,   75, 960, 720,  0,  8, 960, 736",
    " 960,  960, 960, 960,  0,  0, 960, 960",
    " 961,  959, 960, 958,  0,  1, 960, 960",
    "1000,  733, 960, 704,  0,  0, 960, 704",
    "1000,  731, 960, 702,  0,  1, 960, 704",
    "1000,  732, 960, 703,  0,  0, 960, 704",
    "1000,  734, 960, 705,  0, 15, 960, 736",
  })
  void aRectangularInputIsOnlyAsLargeAsThePictureNeeds(
      int w, int h, int contentW, int contentH, int left, int top, int targetW, int targetH) {
    assertThat(Letterbox.fit(w, h, RECTANGULAR))
        .isEqualTo(new Letterbox(w, h, targetW, targetH, contentW, contentH, left, top));
  }

  @Test
  void aSquareInputIsPaddedOnBothSidesAndTheOddPixelGoesBelow() {
    assertThat(Letterbox.fit(4000, 3000, SQUARE))
        .isEqualTo(new Letterbox(4000, 3000, 1280, 1280, 1280, 960, 0, 160));
    assertThat(Letterbox.fit(1280, 721, SQUARE))
        .isEqualTo(new Letterbox(1280, 721, 1280, 1280, 1280, 721, 0, 279));
  }

  @Test
  void topLeftPutsAllPaddingRightAndBelow() {
    assertThat(Letterbox.fit(2048, 1536, TOP_LEFT))
        .isEqualTo(new Letterbox(2048, 1536, 512, 512, 512, 384, 0, 0));
    assertThat(Letterbox.fit(1536, 2048, TOP_LEFT))
        .isEqualTo(new Letterbox(1536, 2048, 512, 512, 384, 512, 0, 0));
  }

  @Test
  void halfPixelsAreRoundedToTheEvenSideAsPythonDoes() {
    // 960 / 1920 is one half: 1081 becomes 540.5 and 1083 becomes 541.5.
    assertThat(Letterbox.fit(1920, 1081, RECTANGULAR).contentHeight()).isEqualTo(540);
    assertThat(Letterbox.fit(1920, 1083, RECTANGULAR).contentHeight()).isEqualTo(542);
  }

  @Test
  void aThreadOfAPictureKeepsOnePixel() {
    assertThat(Letterbox.fit(60000, 3, RECTANGULAR).contentHeight()).isEqualTo(1);
    assertThat(Letterbox.fit(1, 60000, SQUARE).contentWidth()).isEqualTo(1);
  }

  @Test
  void aBoxComesBackToThePictureWithoutItsPadding() {
    Letterbox box = Letterbox.fit(4000, 3000, RECTANGULAR);
    assertThat(box.toSource(0, 8, 960, 728)).isEqualTo(new NormalisedBox(0, 0, 1, 1));
    assertThat(box.toSource(480, 8, 960, 368)).isEqualTo(new NormalisedBox(0.5, 0, 0.5, 0.5));
  }

  @Test
  void aBoxOverTheEdgeIsClippedAndOneInThePaddingIsEmpty() {
    Letterbox box = Letterbox.fit(4000, 3000, RECTANGULAR);
    assertThat(box.toSource(-50, -50, 480, 2000)).isEqualTo(new NormalisedBox(0, 0, 0.5, 1));
    assertThat(box.toSource(10, 0, 20, 5).height()).isZero();
  }

  @Property
  void thePictureLiesInsideAndKeepsItsShape(
      @ForAll @IntRange(min = 1, max = 12000) int width,
      @ForAll @IntRange(min = 1, max = 12000) int height) {
    for (LetterboxRule rule : new LetterboxRule[] {RECTANGULAR, SQUARE, TOP_LEFT}) {
      Letterbox box = Letterbox.fit(width, height, rule);
      assertThat(Math.max(box.contentWidth(), box.contentHeight())).isEqualTo(rule.size());
      assertThat(box.targetWidth()).isBetween(box.contentWidth(), rule.size());
      assertThat(box.targetHeight()).isBetween(box.contentHeight(), rule.size());
      assertThat(box.targetWidth() % rule.stride()).isZero();
      assertThat(box.targetHeight() % rule.stride()).isZero();
      double gain = Math.min((double) rule.size() / width, (double) rule.size() / height);
      assertThat(box.contentWidth()).isBetween(1, (int) (width * gain + 1.5));
      assertThat((double) box.contentHeight()).isCloseTo(height * gain, within(1.0));
    }
  }

  @Property
  void aBoxSurvivesTheWayThereAndBackToHalfAPixelOfTheInput(
      @ForAll @IntRange(min = 600, max = 6000) int width,
      @ForAll @IntRange(min = 600, max = 6000) int height,
      @ForAll @IntRange(min = 0, max = 500) int x,
      @ForAll @IntRange(min = 1, max = 99) int side) {
    Letterbox box = Letterbox.fit(width, height, RECTANGULAR);
    double gain = Math.min(960.0 / width, 960.0 / height);
    NormalisedBox back =
        box.toSource(
            x * gain + box.left(),
            x * gain + box.top(),
            (x + side) * gain + box.left(),
            (x + side) * gain + box.top());
    // Undone is the gain of the whole input, as Ultralytics does, not that of the rounded content.
    assertThat(back.x() * width * gain).isCloseTo(x * gain, within(0.51));
    assertThat(back.y() * height * gain).isCloseTo(x * gain, within(0.51));
    assertThat(back.width() * width * gain).isCloseTo(side * gain, within(0.51));
    assertThat(back.height() * height * gain).isCloseTo(side * gain, within(0.51));
  }

  @Test
  void aRuleOutOfRangeSaysWhatIsWrong() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new LetterboxRule(950, Shape.RECTANGULAR, 32, Placement.CENTRED, 114))
        .withMessageContaining("950")
        .withMessageContaining("multiple of the stride, 32");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new LetterboxRule(512, Shape.SQUARE, 1, Placement.CENTRED, 256))
        .withMessageContaining("pad is 256");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new LetterboxRule(0, Shape.SQUARE, 1, Placement.CENTRED, 0));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Letterbox(10, 10, 10, 10, 10, 10, 1, 0))
        .withMessageContaining("10 x 10 at (1, 0)");
  }
}
