package io.affut.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.affut.testing.Fixtures;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// `affut run --classifier` with real networks: a trained detector, and a classifier and a bird
/// head in miniature whose weights say nothing.
class ClassifierRunTest {
  private static final String CLASSIFIER = "dinov2-vit-tiny-random";

  @TempDir Path folder;
  private OwnStore store;

  @BeforeEach
  void addTheNetworks() throws Exception {
    store = OwnStore.in(folder);
    Path detector = Smartrail.checkpoint(store.folder().resolve("best.pt"));
    add(detector);
    add(
        Fixtures.at("checkpoints/" + CLASSIFIER + ".pt"),
        "--set",
        "heads=4",
        "--set",
        "classes=deepfaune-1.4");
    add(Fixtures.at("checkpoints/bird-head-tiny-random.pt"));
  }

  private void add(Path file, String... settings) {
    List<Object> command = new ArrayList<>(List.of("models", "add", file));
    command.addAll(List.of(settings));
    store.program().run(command.toArray()).with(0);
  }

  private Results run(String output, Object... more) throws Exception {
    List<Object> command =
        new ArrayList<>(
            List.of(
                "run",
                Fixtures.at("photos/blank.jpg").getParent(),
                "--detector",
                "best",
                "--confidence",
                "0.02",
                "-o",
                output));
    command.addAll(List.of(more));
    store.program().run(command.toArray()).with(0);
    return Results.read(store.folder().resolve(output));
  }

  @Test
  void eachAnimalGetsItsLikeliestClassesAndNothingElseDoes() throws Exception {
    Results results = run("all.json", "--classifier", CLASSIFIER);
    assertThat(results.root().at("/info/classifier").asText()).isEqualTo(CLASSIFIER);
    assertThat(results.root().at("/classification_categories/4").asText()).isEqualTo("red deer");
    assertThat(results.run("decode")).isEqualTo("full");
    int animals = 0;
    for (JsonNode picture : results.root().path("images")) {
      for (JsonNode detection : picture.path("detections")) {
        JsonNode likely = detection.path("classifications");
        if (!detection.path("category").asText().equals("1")) {
          assertThat(likely.isMissingNode()).as("of no animal").isTrue();
          continue;
        }
        animals++;
        assertThat(likely).hasSize(5);
        for (int i = 1; i < 5; i++) {
          assertThat(likely.path(i).path(1).doubleValue())
              .isBetween(0.0, likely.path(i - 1).path(1).doubleValue());
        }
      }
    }
    assertThat(animals).isGreaterThan(10);
  }

  @ParameterizedTest
  @ValueSource(strings = {"--classify=best", "--deepfaune-compatible"})
  void theBestIsOneCropOfAPictureAndAllOthersAreLeft(String option) throws Exception {
    Results results = run("best.json", "--classifier", CLASSIFIER, option);
    for (JsonNode picture : results.root().path("images")) {
      List<JsonNode> animals = new ArrayList<>();
      picture
          .path("detections")
          .forEach(detection -> {
            if (detection.path("category").asText().equals("1")) {
              animals.add(detection);
            }
          });
      for (int i = 0; i < animals.size(); i++) {
        assertThat(animals.get(i).has("classifications")).as("animal " + i).isEqualTo(i == 0);
      }
    }
  }

  @Test
  void theJournalHasTheLogitsOfTheClassifierAndOfTheBirdHead() throws Exception {
    run("birds.json", "--classifier", CLASSIFIER, "--bird-head", "bird-head-tiny-random");
    List<JsonNode> journal = Results.journal(store.folder().resolve("birds.json"));
    JsonNode classifier = journal.getFirst().path("classifier");
    assertThat(classifier.path("class_list").asText()).isEqualTo("deepfaune-1.4");
    assertThat(classifier.at("/bird_head/id").asText()).isEqualTo("bird-head-tiny-random");
    List<JsonNode> animals = new ArrayList<>();
    for (JsonNode picture : journal.subList(1, journal.size())) {
      for (JsonNode detection : picture.path("detections")) {
        if (detection.path("category").asText().equals("animal")) {
          animals.add(detection);
        }
      }
    }
    assertThat(animals)
        .isNotEmpty()
        .allSatisfy(animal -> {
          assertThat(animal.path("logits")).hasSize(38);
          assertThat(animal.path("bird_logits")).hasSize(8);
        });
  }

  @Test
  void aCheckpointThatWasAddedWithSettingsKeepsThemWhenItsFileIsNamed() throws Exception {
    Results results =
        run("file.json", "--classifier", Fixtures.at("checkpoints/" + CLASSIFIER + ".pt"));
    assertThat(results.root().at("/info/classifier").asText()).isEqualTo(CLASSIFIER);
    assertThat(results.root().at("/classification_categories/4").asText()).isEqualTo("red deer");
  }

  /// Whatever else runs at the same time, in whichever order the pictures are done.
  @Test
  void boxesAndLogitsAreTheSameForAnyNumberOfThreads() throws Exception {
    TreeMap<String, JsonNode> wanted = journal("1", 1);
    for (int threads : new int[] {2, 3}) {
      TreeMap<String, JsonNode> found = journal("again-" + threads, threads);
      assertThat(found.keySet()).isEqualTo(wanted.keySet());
      wanted.forEach((file, expected) -> assertSame(found.get(file), expected, file));
    }
  }

  private TreeMap<String, JsonNode> journal(String name, int threads) throws Exception {
    String output = name + ".json";
    run(output, "--classifier", CLASSIFIER, "--threads", threads, "--overwrite");
    TreeMap<String, JsonNode> pictures = new TreeMap<>();
    List<JsonNode> journal = Results.journal(store.folder().resolve(output));
    for (JsonNode picture : journal.subList(1, journal.size())) {
      pictures.put(picture.path("file").asText(), picture.path("detections"));
    }
    return pictures;
  }

  private static void assertSame(JsonNode found, JsonNode expected, String file) {
    assertThat(found).as(file).hasSameSizeAs(expected);
    for (int i = 0; i < expected.size(); i++) {
      JsonNode ours = found.get(i);
      JsonNode theirs = expected.get(i);
      assertThat(ours.path("category")).as(file).isEqualTo(theirs.path("category"));
      assertThat(ours.path("conf").doubleValue())
          .as(file)
          .isCloseTo(theirs.path("conf").doubleValue(), within(1e-5));
      assertNear(ours.path("bbox"), theirs.path("bbox"), 1e-5, file);
      assertNear(ours.path("logits"), theirs.path("logits"), 1e-4, file);
    }
  }

  private static void assertNear(JsonNode found, JsonNode expected, double by, String file) {
    assertThat(found).as(file).hasSameSizeAs(expected);
    for (int i = 0; i < expected.size(); i++) {
      assertThat(found.get(i).doubleValue())
          .as(file)
          .isCloseTo(expected.get(i).doubleValue(), within(by));
    }
  }

  @Test
  void aBirdHeadAloneIsWrongUsage() {
    Ended ended =
        store
            .program()
            .run("run", Fixtures.at("photos/human.jpg"), "--bird-head", "bird-head-tiny-random")
            .with(2);
    assertThat(ended.sentence()).contains("--classifier");
  }
}
