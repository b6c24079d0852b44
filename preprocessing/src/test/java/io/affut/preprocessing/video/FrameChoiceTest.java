package io.affut.preprocessing.video;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FrameChoiceTest {
  private static final FrameChoice DEEPFAUNE = new FrameChoice.DeepFaune();

  /// Frames at an even rate.
  private record Even(int frames, double frameRate) implements FrameChoice.Timeline {
    @Override
    public double seconds(int frame) {
      return frame / frameRate;
    }
  }

  /// Frames whenever one wants.
  private record Uneven(double... times) implements FrameChoice.Timeline {
    @Override
    public int frames() {
      return times.length;
    }

    @Override
    public double frameRate() {
      return 10;
    }

    @Override
    public double seconds(int frame) {
      return times[frame];
    }
  }

  @Test
  void deepFauneLooksAtTheBeginningCloselyAndAtTheRestFromAfar() {
    assertThat(DEEPFAUNE.of(new Even(300, 30)))
        .containsExactly(0, 10, 20, 30, 40, 50, 60, 70, 127, 184, 241, 298);
  }

  @Test
  void deepFauneLooksMoreCloselyAtAShortVideo() {
    assertThat(DEEPFAUNE.of(new Even(40, 30)))
        .containsExactly(0, 5, 10, 15, 20, 25, 30, 35, 36, 37, 38, 39);
  }

  @Test
  void deepFauneRoundsTheRateDown() {
    assertThat(DEEPFAUNE.of(new Even(300, 29.97))).startsWith(0, 9, 18);
  }

  @Test
  void aFrameBehindTheEndIsLeftOut() {
    assertThat(DEEPFAUNE.of(new Even(70, 30))).containsExactly(0, 10, 20, 30, 40, 50, 60);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5, 7, 8})
  void ofAVeryShortVideoAllFramesAreLookedAt(int frames) {
    assertThat(DEEPFAUNE.of(new Even(frames, 30)))
        .containsExactlyElementsOf(IntStream.range(0, frames).boxed().toList());
  }

  @Test
  void aTimeLapseOfOneFrameASecondIsLookedAtFrameByFrameFirst() {
    assertThat(DEEPFAUNE.of(new Even(27, 1))).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 12, 17, 22);
  }

  @Property
  void framesAreChosenInOrderOnceAndOnlyWhereThereAreAny(
      @ForAll @IntRange(min = 1, max = 5000) int frames,
      @ForAll @DoubleRange(min = 0.1, max = 240) double rate) {
    Even video = new Even(frames, rate);
    for (FrameChoice choice :
        List.of(DEEPFAUNE, new FrameChoice.PerSecond(1), new FrameChoice.PerSecond(7.3))) {
      assertThat(choice.of(video))
          .startsWith(0)
          .isSorted()
          .doesNotHaveDuplicates()
          .allMatch(number -> number < frames);
    }
  }

  @Test
  void oneFrameASecondIsTheFrameThatIsShownThen() {
    FrameChoice each = new FrameChoice.PerSecond(1);

    assertThat(each.of(new Even(91, 30))).containsExactly(0, 30, 60, 90);
    assertThat(each.of(new Even(90, 30))).as("the video ends at 3 s").containsExactly(0, 30, 60);
    assertThat(each.of(new Uneven(0, 0.4, 1.6, 1.7, 5, 5.1, 7)))
        .as("0 s, 1 s (shown since 0.4), 2 s (since 1.7), 5 s, 6 s (since 5.1), 7 s")
        .containsExactly(0, 1, 3, 4, 5, 6);
  }

  @Test
  void moreFramesASecondThanThereAreIsEveryFrame() {
    assertThat(new FrameChoice.PerSecond(1e9).of(new Even(20, 30))).hasSize(20);
  }

  @Test
  void oneFrameInTwoSecondsIsPossible() {
    assertThat(new FrameChoice.PerSecond(0.5).of(new Even(150, 30))).containsExactly(0, 60, 120);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY})
  void otherRatesAreNone(double rate) {
    assertThatIllegalArgumentException().isThrownBy(() -> new FrameChoice.PerSecond(rate));
  }
}
