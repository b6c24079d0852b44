package io.affut.exports.verdicts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import io.affut.engine.detection.BoundingBox;
import io.affut.engine.detection.Category;
import io.affut.engine.detection.Logits;
import io.affut.engine.model.ClassNames;
import io.affut.engine.model.Temperatures;
import io.affut.engine.results.ClassifierInfo;
import io.affut.engine.results.RunInfo;
import io.affut.engine.species.Label;
import io.affut.engine.species.LabelSettings;
import io.affut.engine.species.LabelledPicture;
import io.affut.engine.species.Verdict;
import io.affut.exports.RunInMemory;
import io.affut.exports.Shown;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class BoxVerdictsTest {
  private static final BoundingBox BOX = Shown.at(0, 0, 0.5, 0.5);
  private static final Label FOX = RunInMemory.species("fox");
  private static final Label WOLF = RunInMemory.species("wolf");
  private static final RunInMemory RUN = new RunInMemory(Path.of("/photos"));
  private static final LabelledPicture PICTURE =
      Shown.picture("a.jpg")
          .animal(0.9, BOX, WOLF)
          .animal(0.8, BOX, FOX)
          .box(Category.ANIMAL, 0.75, BOX)
          .box(Category.PERSON, 0.7, BOX)
          .box(Category.VEHICLE, 0.65, BOX)
          .box(new Category("rock"), 0.6, BOX)
          .labelled(FOX, 0.9)
          .repeated(2)
          .done();

  @Test
  void theAnimalThatStandsForThePictureIsWhatItsSequenceIs() {
    assertThat(with(0.1).of(PICTURE, 0)).isEqualTo(new Verdict(FOX, 0.9, FOX));
  }

  @Test
  void anotherAnimalIsWhatItsOwnCropShowsIfThatIsSure() {
    double e = Math.exp(4 / 1.1f);
    assertThat(with(0.1).of(PICTURE, 1).label()).isEqualTo(FOX);
    assertThat(with(0.1).of(PICTURE, 1).score()).isCloseTo(e / (e + 37), offset(1e-6));
    assertThat(with(0.8).of(PICTURE, 1).label()).isEqualTo(Label.Plain.UNDEFINED);
    assertThat(with(0.1).of(PICTURE, 2).label()).isEqualTo(Label.Plain.ANIMAL);
  }

  @Test
  void anotherAnimalIsNoSpeciesThatCannotBeThere() {
    BoxVerdicts chosen = new BoxVerdicts(RUN.run(), settings(0, List.of("fox"), Optional.empty()));
    Verdict verdict = chosen.of(PICTURE, 1);
    assertThat(verdict.label()).isNotEqualTo(FOX).isInstanceOf(Label.Species.class);
    assertThat(verdict.score()).as("of the other 37").isCloseTo(1.0 / 37, offset(1e-6));
  }

  /// As the bird that stands for the picture has one.
  @Test
  void anotherBirdHasItsKindToo() {
    int bird = RunInMemory.classes().birds().orElseThrow();
    float[] classes = new float[RunInMemory.classes().size()];
    classes[bird] = 20;
    LabelledPicture two =
        Shown.picture("a.jpg")
            .animal(0.9, BOX, FOX)
            .animal(0.8, BOX, new Logits(classes, new float[] {0, 9}))
            .labelled(FOX, 0.9)
            .done();
    Label kind = new Label.Bird(bird, OptionalInt.of(1));
    assertThat(new BoxVerdicts(withABirdHead(), LabelSettings.DEEPFAUNE).of(two, 1))
        .satisfies(verdict -> assertThat(verdict.label()).isEqualTo(kind))
        .satisfies(verdict -> assertThat(verdict.score()).isCloseTo(0.99988, offset(1e-5)));
  }

  private static RunInfo withABirdHead() {
    RunInfo run = RUN.run();
    ClassifierInfo classifier = run.classifier().orElseThrow();
    return new RunInfo(
        run.program(),
        run.started(),
        run.base(),
        run.detector(),
        run.detectorSha256(),
        run.inputSize(),
        run.confidence(),
        run.typicalConfidence(),
        run.categories(),
        Optional.of(
            new ClassifierInfo(
                classifier.id(),
                classifier.sha256(),
                classifier.inputSize(),
                classifier.classes(),
                classifier.temperatures(),
                Optional.of(
                    new ClassifierInfo.BirdHead(
                        "birds",
                        "2",
                        new ClassNames.Named(List.of("crow", "duck")),
                        new Temperatures(1, 1))))),
        run.settings());
  }

  @Test
  void otherThingsAreWhatTheDetectorSays() {
    assertThat(with(0.8).of(PICTURE, 3).label()).isEqualTo(Label.Plain.PERSON);
    assertThat(with(0.8).of(PICTURE, 4).label()).isEqualTo(Label.Plain.VEHICLE);
    assertThat(with(0.8).of(PICTURE, 5).label()).isEqualTo(new Label.Thing("rock"));
    assertThat(with(0.8).of(PICTURE, 5).score()).isEqualTo(0.6f);
  }

  @Test
  void boxesThatCountAreThoseOfTheLabels() {
    BoxVerdicts verdicts = new BoxVerdicts(RUN.run(), settings(0.8, List.of(), Optional.of(0.7f)));
    assertThat(verdicts.counting(PICTURE, true)).containsExactly(0, 1, 2);
    assertThat(verdicts.counting(PICTURE, false)).containsExactly(0, 1);
    assertThat(with(0.8).counting(PICTURE, true)).hasSize(6);
  }

  private static BoxVerdicts with(double threshold) {
    return new BoxVerdicts(RUN.run(), settings(threshold, List.of(), Optional.empty()));
  }

  private static LabelSettings settings(
      double threshold, List<String> excluded, Optional<Float> confidence) {
    return new LabelSettings(
        threshold,
        confidence,
        Duration.ofSeconds(10),
        List.of(),
        excluded,
        true,
        Optional.empty(),
        Map.of(),
        false,
        false);
  }
}
