package io.affut.engine.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.affut.preprocessing.resize.LetterboxRule;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ManifestChangeTest {
  private static final DetectorManifest MANIFEST = SmallModel.parse(SmallModel.MANIFEST);

  @Test
  void anotherSizeChangesTheLetterboxAndNothingElse() {
    DetectorManifest changed = ManifestChange.all(Map.of("size", "96"), MANIFEST);
    LetterboxRule before = MANIFEST.input().letterbox();
    assertThat(changed.input().letterbox())
        .isEqualTo(
            new LetterboxRule(
                96, before.shape(), before.stride(), before.placement(), before.pad()));
    assertThat(changed)
        .usingRecursiveComparison()
        .ignoringFields("input.letterbox.size")
        .isEqualTo(MANIFEST);
  }

  @Test
  void anotherOverlapChangesTheThresholdsAndNothingElse() {
    DetectorManifest changed = ManifestChange.all(Map.of("overlap", "0.6"), MANIFEST);
    assertThat(changed.thresholds().overlap()).isEqualTo(0.6f);
    assertThat(changed)
        .usingRecursiveComparison()
        .ignoringFields("thresholds.overlap")
        .isEqualTo(MANIFEST);
  }

  @Test
  void severalChangesAreAllMade() {
    DetectorManifest changed = ManifestChange.all(Map.of("overlap", "0", "size", "32"), MANIFEST);
    assertThat(changed.thresholds().overlap()).isZero();
    assertThat(changed.input().letterbox().size()).isEqualTo(32);
  }

  @Test
  void withoutChangesTheManifestIsTheSame() {
    assertThat(ManifestChange.all(Map.of(), MANIFEST)).isSameAs(MANIFEST);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          colour  | 1    | colour=1 is not possible: what can be set is size, overlap
          SIZE    | 64   | SIZE=64 is not possible: what can be set is size, overlap
          size    | big  | size=big is not understood: it is a number
          size    | 0    | size=0 is not possible: the letterbox size is 0, but must be 1 to 16384
          overlap | 1.5  | overlap=1.5 is not possible: it is a number from 0 to 1
          overlap | NaN  | overlap=NaN is not possible: it is a number from 0 to 1
          """)
  void whatDoesNotFitIsNamed(String key, String value, String sentence) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ManifestChange.all(Map.of(key, value), MANIFEST))
        .withMessage(sentence);
  }

  @Test
  void aRectangularInputIsAMultipleOfItsStride() {
    DetectorManifest rectangular =
        SmallModel.parse(SmallModel.MANIFEST.replace("\"square\"", "\"rectangular\""));
    assertThat(rectangular.input().letterbox().shape()).isEqualTo(LetterboxRule.Shape.RECTANGULAR);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ManifestChange.all(Map.of("size", "100"), rectangular))
        .withMessage(
            "size=100 is not possible: the letterbox size is 100, but must be a multiple of the stride, 32");
  }
}
