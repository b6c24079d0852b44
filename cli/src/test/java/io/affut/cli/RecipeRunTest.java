package io.affut.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.affut.testing.Fixtures;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.assertj.core.util.FloatComparator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `affut run --recipe` with real networks: one trained detector under the names of two of
/// DeepFaune's, with inputs of different sizes, so that they find different things; and a
/// classifier in miniature.
class RecipeRunTest {
  private static final String DF = "deepfaune-1.5-detector";
  private static final String MDS = "megadetector-v1000-sorrel";

  /// Above this the smaller input finds nothing in some photos in which the larger one does.
  private static final String CONFIDENCE = "0.025";

  @TempDir Path folder;
  private OwnStore store;
  private Path checkpoint;

  @BeforeEach
  void addTheDetectors() throws Exception {
    store = OwnStore.in(folder);
    checkpoint = Smartrail.checkpoint(store.folder().resolve("best.pt"));
    add(checkpoint, DF, "size=256");
    add(checkpoint, MDS, "size=640");
  }

  private void add(Path file, String id, String... settings) {
    List<Object> command = new ArrayList<>(List.of("models", "add", file, "--id", id));
    for (String setting : settings) {
      command.addAll(List.of("--set", setting));
    }
    store.program().run(command.toArray()).with(0);
  }

  private void addTheClassifier() {
    add(
        Fixtures.at("checkpoints/dinov2-vit-tiny-random.pt"),
        "deepfaune-1.4-classifier",
        "heads=4",
        "classes=deepfaune-1.4");
    add(Fixtures.at("checkpoints/bird-head-tiny-random.pt"), "deepfaune-1.4-bird-head");
  }

  private Ended run(String output, Object... more) {
    List<Object> command =
        new ArrayList<>(List.of("run", Fixtures.at("photos/blank.jpg").getParent(), "-o", output));
    command.addAll(List.of(more));
    return store.program().run(command.toArray()).with(0);
  }

  /// A detection as the journal has it, exact to the bit.
  private record Box(
      String category, float confidence, float x, float y, float width, float height) {
    static Box of(JsonNode detection) {
      JsonNode box = detection.path("bbox");
      return new Box(
          detection.path("category").asText(),
          detection.path("conf").floatValue(),
          box.path(0).floatValue(),
          box.path(1).floatValue(),
          box.path(2).floatValue(),
          box.path(3).floatValue());
    }

    double intersectionOverUnion(Box other) {
      double across =
          Math.min((double) x + width, (double) other.x + other.width) - Math.max(x, other.x);
      double down =
          Math.min((double) y + height, (double) other.y + other.height) - Math.max(y, other.y);
      double both = Math.max(across, 0) * Math.max(down, 0);
      return both / ((double) width * height + (double) other.width * other.height - both);
    }
  }

  /// The default model need not be there where DeepFaune's detectors are.
  @Test
  void theDoctorTriesWhatARunWouldUse() {
    Ended doctor = store.program().run("doctor").with(0);
    assertThat(doctor.out())
        .containsPattern("model +" + DF + "\n +model +" + MDS + "\n")
        .containsPattern("works +loaded in")
        .containsPattern("\n  " + DF + "       right, ")
        .containsPattern("\n  " + MDS + "    right, ");
  }

  private Map<String, List<Box>> boxes(String recipe, Object... more) throws Exception {
    String output = recipe + ".json";
    List<Object> options =
        new ArrayList<>(
            List.of("--recipe", recipe, "--confidence", CONFIDENCE, "--overwrite", "--quiet"));
    options.addAll(List.of(more));
    run(output, options.toArray());
    Map<String, List<Box>> boxes = new TreeMap<>();
    List<JsonNode> journal = Results.journal(store.folder().resolve(output));
    for (JsonNode picture : journal.subList(1, journal.size())) {
      List<Box> found = new ArrayList<>();
      picture.path("detections").forEach(detection -> found.add(Box.of(detection)));
      boxes.put(picture.path("file").asText(), found);
    }
    return boxes;
  }

  /// Greedy suppression, the most confident first.
  private static List<Box> merged(List<Box> one, List<Box> two) {
    List<Box> sorted = new ArrayList<>(one);
    sorted.addAll(two);
    sorted.sort(Comparator.comparing(Box::confidence).reversed());
    List<Box> kept = new ArrayList<>();
    for (Box box : sorted) {
      if (kept.stream()
          .noneMatch(better ->
              better.category().equals(box.category())
                  && better.intersectionOverUnion(box) > 0.7)) {
        kept.add(box);
      }
    }
    return kept;
  }

  @Test
  void theSecondDetectorLooksWhereTheFirstFindsNothingOrBothLookEverywhere() throws Exception {
    Map<String, List<Box>> df = boxes("DF", "--threads", 1);
    Map<String, List<Box>> mds = boxes("MDS", "--threads", 1);
    assertThat(df).hasSize(9);
    assertThat(df.keySet())
        .as("photos in which only the second finds something")
        .anyMatch(photo -> df.get(photo).isEmpty() && !mds.get(photo).isEmpty());
    assertThat(df.keySet())
        .as("photos in which both find something, and not the same")
        .anyMatch(photo -> !df.get(photo).isEmpty() && !df.get(photo).equals(mds.get(photo)));

    Map<String, List<Box>> backstop = new TreeMap<>();
    Map<String, List<Box>> both = new TreeMap<>();
    df.forEach((photo, boxes) -> {
      backstop.put(photo, boxes.isEmpty() ? mds.get(photo) : boxes);
      both.put(photo, merged(boxes, mds.get(photo)));
    });
    assertThat(df.keySet())
        .as("photos in which both find the same thing")
        .anyMatch(photo -> both.get(photo).size() < df.get(photo).size() + mds.get(photo).size());
    assertThat(boxes("DFbsMDS", "--threads", 1)).isEqualTo(backstop);
    assertThat(boxes("DFMDS", "--threads", 1)).isEqualTo(both);
    assertNear(boxes("DFbsMDS", "--threads", 3), backstop);
    assertNear(boxes("DFMDS", "--threads", 3), both);
  }

  /// Sums of floats in another order are not the same to the bit.
  private static void assertNear(Map<String, List<Box>> found, Map<String, List<Box>> expected) {
    assertThat(found)
        .usingRecursiveComparison()
        .withComparatorForType(new FloatComparator(1e-4f), Float.class)
        .isEqualTo(expected);
  }

  @Test
  void theResultsSayWhichNetworksWorkedAndHow() throws Exception {
    Ended ended = run("merge.json", "--recipe", "dfmds");
    assertThat(ended.errLines())
        .contains("Recipe DFMDS: %s and %s, both on every picture.".formatted(DF, MDS))
        .anyMatch(line -> line.startsWith("Animals are not named: no classifier"));
    Results results = Results.read(store.folder().resolve("merge.json"));
    assertThat(results.root().at("/info/detector").asText()).isEqualTo(DF + " + " + MDS);
    assertThat(results.run("recipe")).isEqualTo("DFMDS");
    assertThat(results.run("detectors_combined")).isEqualTo("merge");
    assertThat(results.run("detectors_overlap")).isEqualTo("0.7");
    assertThat(results.run("detector_thresholds")).isEqualTo("0.6 + 0.5");
    assertThat(results.run("detector_input_sizes")).isEqualTo("256 + 640");
    assertThat(results.run("detector_sha256")).matches("[0-9a-f]{64} \\+ [0-9a-f]{64}");
    assertThat(results.run("confidence")).isEqualTo("0.5");
    assertThat(results.root().path("detection_categories"))
        .extracting(JsonNode::asText)
        .containsExactly("animal", "person", "vehicle", "rock", "trash", "tree");
  }

  @Test
  void whatIsInstalledRunsWithoutAWordAndNamesTheAnimals() throws Exception {
    addTheClassifier();
    Ended ended = run("usual.json", "--confidence", CONFIDENCE);
    assertThat(ended.errLines())
        .contains(
            "Recipe DFbsMDS: %s, and %s where that finds nothing. It is the usual one; --recipe or --detector chooses another."
                .formatted(DF, MDS));
    Results results = Results.read(store.folder().resolve("usual.json"));
    assertThat(results.run("recipe")).isEqualTo("DFbsMDS");
    assertThat(results.root().at("/info/classifier").asText())
        .isEqualTo("deepfaune-1.4-classifier");
    JsonNode run = Results.journal(store.folder().resolve("usual.json")).getFirst();
    assertThat(run.at("/classifier/bird_head/id").asText()).isEqualTo("deepfaune-1.4-bird-head");
    List<JsonNode> detections = new ArrayList<>();
    results
        .root()
        .path("images")
        .forEach(picture -> picture.path("detections").forEach(detections::add));
    assertThat(detections)
        .filteredOn(detection -> detection.path("category").asText().equals("1"))
        .isNotEmpty()
        .allMatch(detection -> detection.path("classifications").size() == 5);
  }

  @Test
  void theClassifierOfARecipeCanBeLeftOutOrReplaced() throws Exception {
    addTheClassifier();
    run("none.json", "--recipe", "DF", "--classifier", "none");
    assertThat(classifier("none.json").isMissingNode()).isTrue();
    run("heads.json", "--recipe", "DF", "--bird-head", "none");
    assertThat(classifier("heads.json").path("id").asText()).isEqualTo("deepfaune-1.4-classifier");
    assertThat(classifier("heads.json").has("bird_head")).isFalse();
    add(Fixtures.at("checkpoints/dinov3-vit-tiny-random.pt"), "mine", "heads=4");
    run("other.json", "--recipe", "DF", "--classifier", "mine");
    assertThat(classifier("other.json").path("id").asText()).isEqualTo("mine");
    assertThat(classifier("other.json").has("bird_head")).isFalse();
    run("detector.json", "--detector", DF);
    assertThat(classifier("detector.json").isMissingNode()).as("with a detector alone").isTrue();
  }

  private JsonNode classifier(String output) throws Exception {
    return Results.journal(store.folder().resolve(output)).getFirst().path("classifier");
  }

  @Test
  void aRecipeWhoseNetworksAreMissingSaysHowToGetThem() throws Exception {
    Path photo = Fixtures.at("photos/human.jpg");
    Ended ended = store.program().run("run", photo, "--recipe", "MDR").with(4);
    assertThat(ended.firstSentence())
        .isEqualTo(
            "affut: The recipe MDR needs megadetector-v1000-redwood, which is not installed.");
    assertThat(ended.err()).contains("affut models pull megadetector-v1000-redwood");
    assertThat(store.folder().resolve("affut-results.json")).doesNotExist();
    Files.delete(store.models().resolve(MDS).resolve("manifest.toml"));
    assertThat(store.program().run("run", photo, "--recipe", "DFbsMDS").with(4).firstSentence())
        .contains(MDS)
        .doesNotContain(DF);
  }

  @Test
  void whatIsSetOfADetectorIsSetOfBoth() throws Exception {
    run("small.json", "--recipe", "DFbsMDS", "--set", "size=320");
    assertThat(Results.read(store.folder().resolve("small.json")).run("detector_input_sizes"))
        .isEqualTo("320 + 320");
  }
}
