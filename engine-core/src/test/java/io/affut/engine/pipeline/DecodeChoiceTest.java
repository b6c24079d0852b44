package io.affut.engine.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.affut.engine.model.DecodeRule;
import io.affut.engine.model.DetectorManifest;
import io.affut.engine.model.Manifests;
import io.affut.preprocessing.picture.DecodeScale;
import io.affut.preprocessing.resize.LetterboxRule;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DecodeChoiceTest {
  private static final DecodeChoice FULL =
      new DecodeChoice(DecodeRule.FULL, new DecodeScale.Full());

  private static final DetectorManifest DEMANDING = detector(DecodeRule.FULL, 640);
  private static final DetectorManifest CONTENT = detector(DecodeRule.REDUCED, 640);
  private static final DetectorManifest LARGER = detector(DecodeRule.REDUCED, 960);

  private static DetectorManifest detector(DecodeRule decode, int size) {
    DetectorManifest m = Manifests.detector();
    return new DetectorManifest(
            m.about(), m.input(), decode, m.precision(), m.head(), m.thresholds(), m.classes())
        .with(
            new LetterboxRule(
                size, LetterboxRule.Shape.SQUARE, 32, LetterboxRule.Placement.CENTRED, 114));
  }

  private static DecodeChoice reduced(int size) {
    return new DecodeChoice(DecodeRule.REDUCED, new DecodeScale.Covering(size, size));
  }

  @Test
  void oneDetectorHasWhatItsManifestSays() {
    assertThat(DecodeChoice.of(List.of(CONTENT), false, true, Optional.empty()))
        .isEqualTo(reduced(640));
    assertThat(DecodeChoice.of(List.of(DEMANDING), false, true, Optional.empty())).isEqualTo(FULL);
  }

  @Test
  void twoHaveWhatServesBoth() {
    assertThat(DecodeChoice.of(List.of(CONTENT, LARGER), false, true, Optional.empty()))
        .isEqualTo(reduced(960));
    assertThat(DecodeChoice.of(List.of(LARGER, CONTENT), false, true, Optional.empty()))
        .isEqualTo(reduced(960));
    assertThat(DecodeChoice.of(List.of(LARGER, DEMANDING), false, true, Optional.empty()))
        .isEqualTo(FULL);
  }

  @Test
  void aClassifierSeesEveryPixelUnlessTheUserSaysOtherwise() {
    assertThat(DecodeChoice.of(List.of(CONTENT), true, true, Optional.empty())).isEqualTo(FULL);
    assertThat(DecodeChoice.of(List.of(CONTENT), true, true, Optional.of(DecodeRule.REDUCED)))
        .isEqualTo(reduced(640));
  }

  @Test
  void whatCannotBeReducedIsFull() {
    Optional<DecodeRule> asked = Optional.of(DecodeRule.REDUCED);
    assertThat(DecodeChoice.of(List.of(CONTENT), false, false, asked)).isEqualTo(FULL);
    assertThat(DecodeChoice.of(List.of(), true, true, asked)).as("no detector").isEqualTo(FULL);
  }
}
