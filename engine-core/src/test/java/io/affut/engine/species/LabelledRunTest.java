package io.affut.engine.species;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.affut.engine.detection.BoundingBox;
import io.affut.engine.detection.Category;
import io.affut.engine.detection.Detection;
import io.affut.engine.detection.Logits;
import io.affut.engine.model.ClassLists;
import io.affut.engine.model.ClassNames;
import io.affut.engine.model.Temperatures;
import io.affut.engine.results.ClassifierInfo;
import io.affut.engine.results.DetectedPicture;
import io.affut.engine.results.DetectedVideo;
import io.affut.engine.results.FailedPicture;
import io.affut.engine.results.JournalWriter;
import io.affut.engine.results.PictureResult;
import io.affut.engine.results.RunInfo;
import io.affut.engine.results.VideoFrame;
import io.affut.preprocessing.picture.CaptureDate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.function.UnaryOperator;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LabelledRunTest {
  private static final ClassNames CLASSES =
      new ClassNames.Listed(ClassLists.find("deepfaune-1.5").orElseThrow());
  private static final int DEER = 4;
  private static final int ROE_DEER = 9;
  private static final int BIRD = 29;
  private static final RunInfo RUN =
      new RunInfo(
          "affut 0.1.0",
          "2026-05-04T12:00:00+02:00",
          "/photos",
          "df",
          "0".repeat(64),
          960,
          0.5f,
          0.6f,
          Category.STANDARD,
          Optional.of(
              new ClassifierInfo(
                  "vit",
                  "1".repeat(64),
                  224,
                  CLASSES,
                  new Temperatures(1, 1),
                  Optional.of(
                      new ClassifierInfo.BirdHead(
                          "birds",
                          "2".repeat(64),
                          new ClassNames.Listed(ClassLists.find("deepfaune-birds").orElseThrow()),
                          new Temperatures(1, 1))))),
          Map.of("device", "CPU"));

  @TempDir private Path folder;

  private Path journal(PictureResult... results) throws IOException {
    return journal(RUN, List.of(results));
  }

  private Path journal(RunInfo run, List<PictureResult> results) throws IOException {
    Path file = folder.resolve("results.affut.jsonl");
    Files.deleteIfExists(file);
    try (JournalWriter journal = JournalWriter.create(file, run)) {
      for (PictureResult result : results) {
        journal.append(result);
      }
    }
    return file;
  }

  private static Detection animal(int species, double logit) {
    float[] classes = new float[CLASSES.size()];
    classes[species] = (float) logit;
    float[] birds = new float[8];
    birds[3] = 9;
    return new Detection(Category.ANIMAL, 0.9f, new BoundingBox(0.1f, 0.2f, 0.3f, 0.4f))
        .with(new Logits(classes, birds));
  }

  private static DetectedPicture picture(String file, String time, Detection... detections) {
    Optional<CaptureDate> date =
        time.isEmpty() ? Optional.empty() : CaptureDate.of("2024:07:08 " + time, null, null);
    return new DetectedPicture(
        file, 640, 480, List.of(detections), "libjpeg-turbo", date, Optional.empty());
  }

  private static List<LabelledPicture> pictures(LabelledRun run) throws IOException {
    List<LabelledPicture> pictures = new ArrayList<>();
    run.forEach(pictures::add);
    return pictures;
  }

  private static List<LabelledPicture> labelled(Path file, UnaryOperator<LabelSettings> change)
      throws IOException {
    try (LabelledRun run = LabelledRun.open(file, change)) {
      return pictures(run);
    }
  }

  private static List<LabelledPicture> labelled(Path file) throws IOException {
    return labelled(file, UnaryOperator.identity());
  }

  private static UnaryOperator<LabelSettings> texts(Map<String, String> texts) {
    return ignored -> LabelSettings.of(texts);
  }

  @Test
  void picturesComeBySequenceAndEachHasTheLabelOfItsSequence() throws Exception {
    List<LabelledPicture> pictures =
        labelled(
            journal(
                picture("b/3.jpg", "10:00:00", animal(ROE_DEER, 20)),
                picture("a/2.jpg", "10:00:05"),
                picture("a/1.jpg", "10:00:00", animal(DEER, 20)),
                picture("a/9.jpg", "11:00:00")));
    assertThat(pictures)
        .extracting(p -> p.picture().file())
        .containsExactly("a/1.jpg", "a/2.jpg", "a/9.jpg", "b/3.jpg");
    assertThat(pictures).extracting(LabelledPicture::sequence).containsExactly(1, 1, 2, 3);
    assertThat(pictures)
        .extracting(p -> p.verdict().label())
        .containsExactly(
            new Label.Species(DEER),
            new Label.Species(DEER),
            Label.Plain.EMPTY,
            new Label.Species(ROE_DEER));
    assertThat(pictures.get(1).base()).isEqualTo(Verdict.certain(Label.Plain.EMPTY));
    assertThat(pictures.get(0).best()).hasValue(0);
    assertThat(pictures.get(1).best()).isEmpty();
    assertThat(pictures).extracting(LabelledPicture::camera).containsExactly("a", "a", "a", "b");
  }

  @Test
  void aPictureThatCouldNotBeReadIsASequenceOfItsOwnAndNeverEmpty() throws Exception {
    LabelledPicture failed =
        labelled(journal(new FailedPicture("a.jpg", "is empty (0 bytes)"))).getFirst();
    assertThat(failed.verdict()).isEqualTo(failed.base());
    assertThat(failed.verdict().label()).isEqualTo(Label.Plain.UNREADABLE);
    assertThat(failed.verdict().score()).isZero();
  }

  @Test
  void ofAPictureThatWasLookedAtAgainTheLastRecordCounts() throws Exception {
    assertThat(
            labelled(
                journal(
                    new FailedPicture("a.jpg", "is empty (0 bytes)"),
                    picture("a.jpg", "", animal(DEER, 20)))))
        .singleElement()
        .extracting(p -> p.verdict().label())
        .isEqualTo(new Label.Species(DEER));
  }

  @Test
  void aRecordThatTheEndOfTheProcessCutOffIsLeftOut() throws Exception {
    Path file = journal(picture("a.jpg", "", animal(DEER, 20)));
    Files.writeString(file, "{\"file\":\"b.jpg\",\"wid", StandardOpenOption.APPEND);
    assertThat(labelled(file))
        .singleElement()
        .extracting(p -> p.picture().file())
        .isEqualTo("a.jpg");
  }

  @Test
  void damageInTheMiddleOfAJournalIsNamedAndNotPassedOver() throws Exception {
    Path file = journal(picture("a.jpg", ""));
    Files.writeString(file, "{\"file\":\"b.jpg\",\"wid\n{}\n", StandardOpenOption.APPEND);
    assertThatExceptionOfType(UnreadableResultsException.class)
        .isThrownBy(() -> labelled(file))
        .withMessageContaining("the journal's record at byte")
        .withMessageContaining("is damaged");
  }

  @Test
  void theThresholdCanBeChangedAfterwards() throws Exception {
    // e^5 / (e^5 + 39) = 0.79190
    Path file = journal(picture("a.jpg", "", animal(DEER, 5)));
    LabelledPicture doubtful = labelled(file).getFirst();
    assertThat(doubtful.verdict().label()).isEqualTo(Label.Plain.UNDEFINED);
    assertThat(doubtful.verdict().score()).isCloseTo(0.79190, within(1e-5));
    assertThat(labelled(file, texts(Map.of("threshold", "0.7"))).getFirst().verdict().label())
        .isEqualTo(new Label.Species(DEER));
  }

  @Test
  void onlyTheSpeciesOfAListOrAllButSome() throws Exception {
    float[] logits = new float[CLASSES.size()];
    logits[DEER] = 20;
    logits[ROE_DEER] = 15;
    Detection deer =
        new Detection(Category.ANIMAL, 0.9f, new BoundingBox(0, 0, 1, 1))
            .with(new Logits(logits, new float[8]));
    Path file = journal(picture("a.jpg", "", deer));
    for (Map<String, String> texts :
        List.of(Map.of("exclude", "Cerf"), Map.of("species", "roe deer,wolf"))) {
      assertThat(labelled(file, texts(texts)).getFirst().verdict().label())
          .isEqualTo(new Label.Species(ROE_DEER));
    }
  }

  @Test
  void aWordThatMeansTwoAnimalsIsRefusedUnlessItsLanguageIsNamed() throws Exception {
    Path file = journal(picture("a.jpg", "", animal(DEER, 20)));
    assertThatExceptionOfType(LabelSettingException.class)
        .isThrownBy(() -> labelled(file, texts(Map.of("exclude", "nutria"))))
        .withMessageContaining("'nutria' is the name of several animals")
        .withMessageContaining("es:nutria for otter")
        .withMessageContaining("for nutria")
        .satisfies(refused ->
            assertThat(refused.messageIn("fr")).contains("es:nutria for loutre", "for ragondin"));
    assertThat(labelled(file, texts(Map.of("exclude", "es:nutria")))).hasSize(1);
  }

  @Test
  void aSpeciesThatTheClassifierDoesNotKnowIsNamed() throws Exception {
    Path file = journal(picture("a.jpg", ""));
    assertThatExceptionOfType(LabelSettingException.class)
        .isThrownBy(() -> labelled(file, texts(Map.of("exclude", "unicorn"))))
        .withMessageStartingWith("There is no class 'unicorn': the classifier knows bison, badger")
        .satisfies(refused ->
            assertThat(refused.messageIn("fr"))
                .startsWith("There is no class 'unicorn': the classifier knows bison, blaireau"));
  }

  @Test
  void aWrongClockIsPutRightForOneCamera() throws Exception {
    Path file = journal(picture("a/1.jpg", "10:00:00"), picture("b/1.jpg", "10:00:00"));
    assertThat(labelled(file, texts(Map.of("shift a", "1h"))))
        .extracting(p -> p.date().orElseThrow())
        .containsExactly(
            LocalDateTime.of(2024, 7, 8, 11, 0, 0), LocalDateTime.of(2024, 7, 8, 10, 0, 0));
    try (LabelledRun run = LabelledRun.open(file)) {
      assertThat(run.cameras()).containsExactly("a", "b");
    }
    assertThatExceptionOfType(LabelSettingException.class)
        .isThrownBy(
            () -> LabelSettings.of(Map.of("shift c", "1h")).checkCameras(() -> List.of("b", "a")))
        .withMessage("There is no camera 'c' to shift the clock of; there are: a, b.");
  }

  @Test
  void peopleAndAnimalsAreCounted() throws Exception {
    Detection hiker = new Detection(Category.PERSON, 0.95f, new BoundingBox(0, 0, 1, 1));
    LabelledPicture picture =
        labelled(journal(picture("a.jpg", "", hiker, animal(DEER, 20), animal(DEER, 20))))
            .getFirst();
    assertThat(picture.animals()).isEqualTo(2);
    assertThat(picture.people()).isEqualTo(1);
    assertThat(picture.best()).hasValue(1);
  }

  @Test
  void aVideoCountsTheMostOfAFrameAndShowsTheFrameWithTheHighestLogit() throws Exception {
    Detection hiker = new Detection(Category.PERSON, 0.95f, new BoundingBox(0, 0, 1, 1));
    DetectedVideo video =
        new DetectedVideo(
            "a.mp4",
            640,
            480,
            25,
            List.of(
                new VideoFrame(0, List.of(hiker, hiker)),
                new VideoFrame(8, List.of(animal(DEER, 10), animal(DEER, 5))),
                new VideoFrame(16, List.of(animal(DEER, 30))),
                new VideoFrame(24, List.of())),
            "FFmpeg",
            CaptureDate.of("2024:07:08 10:00:00", null, null),
            Optional.empty());
    List<LabelledPicture> pictures = labelled(journal(picture("a.jpg", "10:00:00"), video));
    LabelledPicture labelled = pictures.getLast();
    assertThat(labelled.sequence()).isEqualTo(2);
    assertThat(labelled.verdict().label()).isEqualTo(new Label.Species(DEER));
    assertThat(labelled.verdict()).isEqualTo(labelled.base());
    assertThat(labelled.animals()).isEqualTo(2);
    assertThat(labelled.people()).isEqualTo(2);
    assertThat(labelled.keyFrame()).hasValue(2);
    assertThat(labelled.best()).hasValue(0);
    assertThat(labelled.date()).isPresent();
  }

  @Test
  void aVideoWithoutAnythingIsEmpty() throws Exception {
    DetectedVideo video =
        new DetectedVideo(
            "a.mp4", 640, 480, 25, List.of(), "FFmpeg", Optional.empty(), Optional.empty());
    assertThat(labelled(journal(video)).getFirst().verdict())
        .isEqualTo(Verdict.certain(Label.Plain.EMPTY));
  }

  @Test
  void whatACameraSeesAtOnePlaceInTwentyPicturesIsRepeated() throws Exception {
    List<PictureResult> results = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      results.add(picture("a/%02d.jpg".formatted(i), "", animal(DEER, 20)));
    }
    results.set(3, picture("a/03.jpg", "", box(0.6f), animal(DEER, 20)));
    Path file = journal(RUN, results);
    assertThat(labelled(file))
        .extracting(LabelledPicture::repeated)
        .contains(Set.of(1), org.assertj.core.api.Assertions.atIndex(3))
        .containsOnly(Set.of(0), Set.of(1));
    results.set(0, picture("b/00.jpg", "", animal(DEER, 20)));
    assertThat(labelled(journal(RUN, results)))
        .extracting(LabelledPicture::repeated)
        .containsOnly(Set.of());
  }

  @Test
  void repeatedDetectionsCanBeTreatedAsNotThere() throws Exception {
    List<PictureResult> results = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      results.add(picture("a/%02d.jpg".formatted(i), "", animal(DEER, 20)));
    }
    results.set(3, picture("a/03.jpg", "", box(0.6f), animal(DEER, 20)));
    List<LabelledPicture> pictures =
        labelled(journal(RUN, results), LabelSettings::leavingOutRepeated);
    assertThat(pictures.get(0).verdict().label()).isEqualTo(Label.Plain.EMPTY);
    assertThat(pictures.get(3).verdict().label()).isEqualTo(Label.Plain.ANIMAL);
    assertThat(pictures.get(3).shown()).containsExactly(box(0.6f));
  }

  private static Detection box(float x) {
    return new Detection(Category.ANIMAL, 0.95f, new BoundingBox(x, 0.2f, 0.3f, 0.4f));
  }

  @Test
  void birdsHaveTheNameOfTheirKindInEveryLanguage() throws Exception {
    try (LabelledRun run = LabelledRun.open(journal(picture("a.jpg", "", animal(BIRD, 20))))) {
      Label label = pictures(run).getFirst().verdict().label();
      assertThat(run.names("fr").of(label)).isEqualTo("oiseau corvide");
      assertThat(run.names("fr").display(label)).isEqualTo("oiseau corvidé");
      assertThat(run.names("de").of(new Label.Bird(BIRD, OptionalInt.empty())))
          .isEqualTo("Vogel Undefiniert");
    }
  }

  @Test
  void aResultFileTellsTheLabelsAndLeadsToItsJournal() throws Exception {
    Path journal = journal(picture("a.jpg", "10:00:00", animal(DEER, 5)));
    Path output = folder.resolve("again/other.json");
    Files.createDirectories(output.getParent());
    try (LabelledRun run =
        LabelledRun.open(journal, texts(Map.of("threshold", "0.7", "max_lag", "1m")))) {
      LabelledResults.write(
          run, Map.of("seconds", "1.5"), LocalDateTime.of(2026, 1, 2, 3, 4), output);
    }
    JsonNode root = new JsonMapper().readTree(output.toFile());
    JsonNode ours = root.at("/info/custom_metadata/affut");
    assertThat(ours.get("threshold").textValue()).isEqualTo("0.7");
    assertThat(ours.get("max_lag").textValue()).isEqualTo("1m");
    assertThat(ours.get("seconds").textValue()).isEqualTo("1.5");
    assertThat(ours.get("journal").textValue()).isEqualTo("../results.affut.jsonl");
    assertThat(root.at("/images/0/affut/label").textValue()).isEqualTo("red deer");
    assertThat(root.at("/images/0/affut/sequence").intValue()).isEqualTo(1);
    try (LabelledRun run = LabelledRun.open(output)) {
      assertThat(run.limits()).isEmpty();
      assertThat(run.settings().maxLag()).isEqualTo(Duration.ofMinutes(1));
      assertThat(pictures(run).getFirst().verdict().label()).isEqualTo(new Label.Species(DEER));
      assertThat(run.run().settings()).containsEntry("seconds", "1.5").doesNotContainKey("max_lag");
    }
  }

  @Test
  void theJournalOfAnotherRunIsRefused() throws Exception {
    Path output = folder.resolve("results.json");
    try (LabelledRun run = LabelledRun.open(journal(picture("a.jpg", "")))) {
      LabelledResults.write(run, Map.of(), LocalDateTime.of(2026, 1, 2, 3, 4), output);
    }
    RunInfo later =
        new RunInfo(
            RUN.program(),
            "2027-01-01T00:00:00Z",
            RUN.base(),
            RUN.detector(),
            RUN.detectorSha256(),
            RUN.inputSize(),
            RUN.confidence(),
            RUN.typicalConfidence(),
            RUN.categories(),
            RUN.classifier(),
            RUN.settings());
    journal(later, List.of());
    assertThatExceptionOfType(UnreadableResultsException.class)
        .isThrownBy(() -> LabelledRun.open(output))
        .withMessageContaining("is the journal of another run");
  }

  @Test
  void aFileWithoutAJournalSaysWhatItLacks() throws Exception {
    Path bare =
        Files.writeString(
            folder.resolve("md.json"),
            """
            {"info": {"format_version": "1.3"}, "detection_categories": {"1": "animal"},
             "images": [{"file": "x/a.jpg", "datetime": "2024:07:08 10:00:00", "detections":
               [{"category": "1", "conf": 0.9, "bbox": [0, 0, 1, 1]}]}]}
            """);
    Path journal;
    try (LabelledRun run = LabelledRun.open(bare)) {
      journal = run.journal();
      assertThat(run.limits()).first().asString().contains("animals have no species");
      assertThat(pictures(run))
          .singleElement()
          .extracting(p -> p.verdict().label())
          .isEqualTo(Label.Plain.ANIMAL);
      assertThatExceptionOfType(LabelSettingException.class)
          .isThrownBy(() -> LabelledRun.open(bare, texts(Map.of("exclude", "fox"))))
          .withMessageContaining("no classifier looks at these pictures");
    }
    assertThat(journal).doesNotExist();
  }

  @Test
  void resultsThatAreNotThereAreNamed() {
    Path none = folder.resolve("none.json");
    assertThatExceptionOfType(UnreadableResultsException.class)
        .isThrownBy(() -> LabelledRun.open(none))
        .withMessage("There are no results at %s: name the .json file of a run.", none);
  }

  @Property(tries = 40)
  void theOrderInWhichPicturesWereDoneChangesNothing(@ForAll Random random) throws Exception {
    List<PictureResult> results = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      Detection[] detections =
          random.nextInt(3) == 0
              ? new Detection[0]
              : new Detection[] {animal(random.nextInt(6), random.nextFloat() * 9)};
      String time = "10:00:%02d".formatted(random.nextInt(60));
      results.add(picture("c%d/%02d.jpg".formatted(i % 2, i), time, detections));
    }
    folder = Files.createTempDirectory("order");
    try {
      List<LabelledPicture> wanted = labelled(journal(RUN, results));
      Collections.shuffle(results, random);
      assertThat(labelled(journal(RUN, results))).isEqualTo(wanted);
    } finally {
      Files.deleteIfExists(folder.resolve("results.affut.jsonl"));
      Files.delete(folder);
    }
  }
}
