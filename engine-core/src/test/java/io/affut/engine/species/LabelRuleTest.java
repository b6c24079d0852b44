package io.affut.engine.species;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.affut.engine.detection.BoundingBox;
import io.affut.engine.detection.Category;
import io.affut.engine.detection.Detection;
import io.affut.engine.detection.Logits;
import io.affut.engine.model.ClassNames;
import io.affut.engine.model.Temperatures;
import io.affut.engine.results.ClassifierInfo;
import io.affut.engine.results.DetectedPicture;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/// DeepFaune's rule 3.1, with numbers computed by hand. Classes: deer, fox, bird; kinds of birds:
/// crow, duck. Temperatures: picture 2, sequence 1, bird 0.5.
class LabelRuleTest {
  private static final BoundingBox BOX = new BoundingBox(0.1f, 0.1f, 0.2f, 0.2f);
  private static final Label DEER = new Label.Species(0);
  private static final Label FOX = new Label.Species(1);

  private static final ClassifierInfo CLASSIFIER =
      new ClassifierInfo(
          "small",
          "0".repeat(64),
          224,
          new ClassNames.Named(List.of("deer", "fox", "bird")),
          new Temperatures(2, 1),
          Optional.of(
              new ClassifierInfo.BirdHead(
                  "birds",
                  "1".repeat(64),
                  new ClassNames.Named(List.of("crow", "duck")),
                  new Temperatures(0.5f, 1))));

  private static LabelRule rule(double threshold, String... excluded) {
    return new LabelRule(
        Optional.of(CLASSIFIER),
        new LabelSettings(
            threshold,
            Optional.empty(),
            LabelSettings.DEEPFAUNE.maxLag(),
            List.of(),
            List.of(excluded),
            true,
            Optional.empty(),
            java.util.Map.of(),
            false,
            false));
  }

  private static Detection animal(double confidence, float... logits) {
    return new Detection(Category.ANIMAL, (float) confidence, BOX)
        .with(new Logits(logits, new float[] {1, 0}));
  }

  private static Detection box(Category category, double confidence) {
    return new Detection(category, (float) confidence, BOX);
  }

  private static DetectedPicture picture(String file, Detection... detections) {
    return new DetectedPicture(
        file, 640, 480, List.of(detections), "x", Optional.empty(), Optional.empty());
  }

  private static Verdict verdict(LabelRule rule, DetectedPicture... sequence) {
    return rule.of(List.of(sequence));
  }

  @Test
  void picturesWithNothingAreEmpty() {
    assertThat(verdict(rule(0.8), picture("a"), picture("b")))
        .isEqualTo(Verdict.certain(Label.Plain.EMPTY));
  }

  @Test
  void oneAnimalPictureIsDividedByThePicturesTemperatureHoweverLongTheSequence() {
    // (4, 0, 0) / 2: e^2 / (e^2 + 2) = 0.78699
    Verdict alone = verdict(rule(0.7), picture("a", animal(0.9, 4, 0, 0)));
    assertThat(alone.label()).isEqualTo(DEER);
    assertThat(alone.score()).isCloseTo(0.78699, within(1e-5));
    assertThat(verdict(rule(0.7), picture("a", animal(0.9, 4, 0, 0)), picture("b"), picture("c")))
        .isEqualTo(alone);
  }

  @Test
  void logitsOfSeveralAreAveragedBeforeTheSequencesTemperature() {
    // mean of (4, 0, 0) and (0, 2, 0) = (2, 1, 0): e^2 / (e^2 + e + 1) = 0.66524
    Verdict both =
        verdict(rule(0.6), picture("a", animal(0.9, 4, 0, 0)), picture("b", animal(0.9, 0, 2, 0)));
    assertThat(both.label()).isEqualTo(DEER);
    assertThat(both.score()).isCloseTo(0.66524, within(1e-5));
  }

  @Test
  void aDoubtfulAnimalIsUndefinedAndItsLikeliestClassIsKept() {
    Verdict doubtful = verdict(rule(0.8), picture("a", animal(0.9, 4, 0, 0)));
    assertThat(doubtful.label()).isEqualTo(Label.Plain.UNDEFINED);
    assertThat(doubtful.best()).isEqualTo(DEER);
    assertThat(doubtful.score()).isCloseTo(0.78699, within(1e-5));
  }

  @Test
  void aScoreOfExactlyTheThresholdIsEnough() {
    double exactly = verdict(rule(0), picture("a", animal(0.9, 4, 0, 0))).score();
    assertThat(verdict(rule(exactly), picture("a", animal(0.9, 4, 0, 0))).label()).isEqualTo(DEER);
  }

  @Test
  void excludedClassesAreTakenOutBeforeTheSoftmax() {
    // without deer (2, 0) / 2: e / (e + 1) = 0.73106
    Verdict fox = verdict(rule(0.7, "deer"), picture("a", animal(0.9, 9, 2, 0)));
    assertThat(fox.label()).isEqualTo(FOX);
    assertThat(fox.score()).isCloseTo(0.73106, within(1e-5));
  }

  @Test
  void whereAllClassesAreExcludedTheAnimalIsUndefined() {
    assertThat(verdict(rule(0.5, "deer", "fox", "bird"), picture("a", animal(0.9, 9, 2, 0))))
        .isEqualTo(new Verdict(Label.Plain.UNDEFINED, 0, Label.Plain.ANIMAL));
  }

  @Test
  void anAnimalWinsOverAMoreConfidentPersonAndTheBestAnimalCounts() {
    Verdict deer =
        verdict(
            rule(0.5),
            picture("a", box(Category.PERSON, 0.99), animal(0.6, 0, 9, 0), animal(0.7, 9, 0, 0)));
    assertThat(deer.label()).isEqualTo(DEER);
  }

  @Test
  void picturesOfPeopleGetTheAnimalOfTheirSequenceAndDoNotCount() {
    assertThat(
            verdict(
                    rule(0.5),
                    picture("a", box(Category.PERSON, 0.9)),
                    picture("b", box(Category.PERSON, 0.9)),
                    picture("c", animal(0.6, 0, 9, 0)))
                .label())
        .isEqualTo(FOX);
  }

  @Test
  void withoutAnimalsPeopleWinFromAsManyPicturesOn() {
    DetectedPicture person = picture("a", box(Category.PERSON, 0.6), box(Category.VEHICLE, 0.5));
    DetectedPicture car = picture("b", box(Category.VEHICLE, 0.9), box(Category.PERSON, 0.8));
    DetectedPicture other = picture("c", box(Category.VEHICLE, 0.9));
    assertThat(verdict(rule(0.8), person, car)).isEqualTo(Verdict.certain(Label.Plain.PERSON));
    assertThat(verdict(rule(0.8), person, car, other))
        .isEqualTo(Verdict.certain(Label.Plain.VEHICLE));
  }

  @Test
  void aBirdThatIsSureGetsItsKindAndTheKindsScore() {
    // (1, 0) / 0.5: e^2 / (e^2 + 1) = 0.88080
    Verdict crow = verdict(rule(0.8), picture("a", animal(0.9, 0, 0, 20)));
    assertThat(crow.label()).isEqualTo(new Label.Bird(2, OptionalInt.of(0)));
    assertThat(crow.best()).isEqualTo(crow.label());
    assertThat(crow.score()).isCloseTo(0.88080, within(1e-5));
  }

  @Test
  void aBirdOfADoubtfulKindIsABirdWithItsOwnScore() {
    Verdict bird = verdict(rule(0.9), picture("a", animal(0.9, 0, 0, 20)));
    assertThat(bird.label()).isEqualTo(new Label.Bird(2, OptionalInt.empty()));
    assertThat(bird.score()).isCloseTo(1, within(1e-3));
  }

  @Test
  void aDoubtfulBirdIsNotAskedForItsKind() {
    // (0, 0, 4) / 2: 0.78699
    Verdict bird = verdict(rule(0.8), picture("a", animal(0.9, 0, 0, 4)));
    assertThat(bird.label()).isEqualTo(Label.Plain.UNDEFINED);
    assertThat(bird.best()).isEqualTo(new Label.Bird(2, OptionalInt.empty()));
  }

  @Test
  void anAnimalAloneIsWhatItWouldBeInAPictureOfItsOwn() {
    for (Detection animal : List.of(animal(0.9, 0, 0, 20), animal(0.4, 4, 0, 0))) {
      assertThat(rule(0.8).of(animal)).contains(verdict(rule(0.8), picture("a", animal)));
    }
    assertThat(rule(0.8).of(box(Category.ANIMAL, 0.9))).isEmpty();
    assertThat(new LabelRule(Optional.empty(), LabelSettings.DEEPFAUNE).of(animal(0.9, 4, 0, 0)))
        .isEmpty();
  }

  @Test
  void withoutAClassifierAnAnimalIsAnAnimalAndOtherThingsKeepTheirNames() {
    LabelRule none = new LabelRule(Optional.empty(), LabelSettings.DEEPFAUNE);
    assertThat(verdict(none, picture("a", box(Category.ANIMAL, 0.5))))
        .isEqualTo(Verdict.certain(Label.Plain.ANIMAL));
    assertThat(verdict(none, picture("a", box(new Category("rock"), 0.5))))
        .isEqualTo(Verdict.certain(new Label.Thing("rock")));
  }

  @Property(tries = 100)
  void theOrderOfThePicturesChangesNothing(@ForAll Random random) {
    List<DetectedPicture> sequence = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      sequence.add(
          picture(
              "f" + i, animal(random.nextDouble(), random.nextFloat(), random.nextFloat() * 5, 1)));
    }
    Verdict wanted = rule(0.5).of(sequence);
    Collections.shuffle(sequence, random);
    assertThat(rule(0.5).of(sequence)).isEqualTo(wanted);
  }
}
