package io.affut.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.affut.testing.Fixtures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.assertj.core.util.DoubleComparator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `affut run --detections`: the boxes of another program, named by a classifier in miniature.
class DetectionsRunTest {
  private static final JsonMapper JSON = new JsonMapper();

  @TempDir Path folder;
  private OwnStore store;
  private Path photos;

  @BeforeEach
  void addTheClassifier() throws Exception {
    store = OwnStore.in(folder);
    photos = Files.createDirectories(store.folder().resolve("DCIM"));
    for (String name : List.of("domestic_cattle", "human", "vehicle", "blank")) {
      Files.copy(
          Fixtures.at("photos/" + name + ".jpg"), photos.resolve(name.substring(0, 5) + ".jpg"));
    }
    add(
        Fixtures.at("checkpoints/dinov2-vit-tiny-random.pt"),
        "deepfaune-1.4-classifier",
        "heads=4");
    add(Fixtures.at("checkpoints/bird-head-tiny-random.pt"), "deepfaune-1.4-bird-head");
  }

  private void add(Path file, String id, String... settings) {
    List<Object> command = new ArrayList<>(List.of("models", "add", file, "--id", id));
    for (String setting : settings) {
      command.addAll(List.of("--set", setting));
    }
    store.program().run(command.toArray()).with(0);
  }

  private Ended run(int status, String output, Object... more) {
    List<Object> command = new ArrayList<>(List.of("run", photos, "-o", output));
    command.addAll(List.of(more));
    return store.program().run(command.toArray()).with(status);
  }

  private static ObjectNode entry(String file, Object... boxes) {
    ObjectNode entry = JSON.createObjectNode().put("file", file);
    ArrayNode detections = entry.putArray("detections");
    for (int i = 0; i < boxes.length; i += 2) {
      ObjectNode box = detections.addObject();
      box.put("category", boxes[i].toString()).put("conf", (double) boxes[i + 1]);
      box.putArray("bbox").add(0.1 * i).add(0.3).add(0.2).add(0.4);
    }
    return entry;
  }

  private String write(JsonNode... entries) throws IOException {
    ObjectNode root = JSON.createObjectNode();
    ArrayNode images = root.putArray("images");
    List.of(entries).forEach(images::add);
    root.putObject("detection_categories").put("1", "animal").put("2", "person");
    root.putObject("info").put("format_version", "1.3").put("detector", "md_v5a");
    Files.write(store.folder().resolve("md.json"), JSON.writeValueAsBytes(root));
    return "md.json";
  }

  /// Logits by picture and box.
  private Map<String, List<List<Double>>> logits(String output) throws Exception {
    Map<String, List<List<Double>>> logits = new TreeMap<>();
    List<JsonNode> journal = Results.journal(store.folder().resolve(output));
    for (JsonNode picture : journal.subList(1, journal.size())) {
      List<List<Double>> boxes = new ArrayList<>();
      for (JsonNode detection : picture.path("detections")) {
        List<Double> values = new ArrayList<>();
        for (String key : List.of("conf", "bbox", "logits", "bird_logits")) {
          JsonNode value = detection.path(key);
          if (value.isNumber()) {
            values.add(value.doubleValue());
          }
          value.forEach(number -> values.add(number.doubleValue()));
        }
        boxes.add(values);
      }
      logits.put(picture.path("file").asText(), boxes);
    }
    return logits;
  }

  /// The file is one of ours, so the boxes are those that the detector found.
  @Test
  void theSameBoxesGetTheSameNamesAsIfTheirDetectorHadJustFoundThem() throws Exception {
    add(Smartrail.checkpoint(store.folder().resolve("best.pt")), "best");
    Object[] naming = {
      "--confidence",
      "0.02",
      "--classifier",
      "deepfaune-1.4-classifier",
      "--bird-head",
      "deepfaune-1.4-bird-head"
    };
    run(0, "boxes.json", "--detector", "best", "--confidence", "0.02");
    List<Object> direct = new ArrayList<>(List.of("--detector", "best", "--decode", "full"));
    direct.addAll(List.of(naming));
    run(0, "direct.json", direct.toArray());
    run(0, "given.json", "--detections", "boxes.json", "--confidence", "0.02");
    Map<String, List<List<Double>>> wanted = logits("direct.json");
    assertThat(wanted.values()).anyMatch(boxes -> boxes.stream().anyMatch(b -> b.size() == 51));
    assertThat(logits("given.json"))
        .usingRecursiveComparison()
        .withComparatorForType(new DoubleComparator(1e-4), Double.class)
        .isEqualTo(wanted);
  }

  @Test
  void nothingThatIsKnownOrNotKnownIsLost() throws Exception {
    String file =
        write(
            entry("domes.jpg", "1", 0.9, "1", 0.5, "2", 0.95, "1", 0.4),
            entry("human.jpg").put("failure", "image access failure"),
            entry("vehic.jpg", "2", 0.3),
            entry("gone.jpg", "1", 0.9));
    Ended ended = run(1, "given.json", "--detections", file);
    assertThat(ended.summary("pictures")).isEqualTo(5);
    assertThat(ended.summary("failed")).isEqualTo(3);
    assertThat(ended.summary("empty")).isEqualTo(1);
    Results results = Results.read(store.folder().resolve("given.json"));
    assertThat(results.files())
        .containsExactly("blank.jpg", "domes.jpg", "gone.jpg", "human.jpg", "vehic.jpg");
    assertThat(results.failure("blank.jpg"))
        .isEqualTo("is not named in md.json, so nobody has looked at it");
    assertThat(results.failure("gone.jpg")).isEqualTo("is named in md.json, and does not exist");
    assertThat(results.failure("human.jpg")).contains("image access failure");
    assertThat(results.first("vehic.jpg")).isEqualTo("nothing");
    JsonNode cattle = results.picture("domes.jpg").path("detections");
    assertThat(cattle)
        .extracting(box -> box.path("conf").floatValue())
        .containsExactly(0.95f, 0.9f, 0.5f);
    assertThat(cattle)
        .extracting(box -> box.path("classifications").size())
        .as("each animal is named, and no person")
        .containsExactly(0, 5, 5);
    assertThat(results.root().at("/info/detector").asText()).isEqualTo("md_v5a");
    assertThat(results.root().at("/info/classifier").asText())
        .isEqualTo("deepfaune-1.4-classifier");
    assertThat(results.run("detections")).isEqualTo(store.folder().resolve("md.json").toString());
    assertThat(results.run("confidence")).isEqualTo("0.4");
    assertThat(results.run("decode")).isEqualTo("full");
  }

  @Test
  void theBestIsTheMostConfidentBoxOfAllAndNamedOnlyIfItIsAnAnimal() throws Exception {
    String file =
        write(
            entry("blank.jpg"),
            entry("domes.jpg", "1", 0.9, "1", 0.5),
            entry("human.jpg", "2", 0.95, "1", 0.9),
            entry("vehic.jpg", "1", 0.6));
    run(0, "best.json", "--detections", file, "--classify", "best");
    Results results = Results.read(store.folder().resolve("best.json"));
    assertThat(named(results, "domes.jpg")).containsExactly(true, false);
    assertThat(named(results, "human.jpg")).containsExactly(false, false);
    assertThat(named(results, "vehic.jpg")).containsExactly(true);
  }

  private static List<Boolean> named(Results results, String picture) {
    List<Boolean> named = new ArrayList<>();
    results
        .picture(picture)
        .path("detections")
        .forEach(box -> named.add(box.has("classifications")));
    return named;
  }

  @Test
  void picturesOutsideOfTheInputsAreLeft() throws Exception {
    String file = write(entry("DCIM/domes.jpg", "1", 0.9), entry("other/1.jpg", "1", 0.9));
    Ended ended =
        store
            .program()
            .run("run", photos.resolve("domes.jpg"), "--detections", file, "-o", "one.json")
            .with(0);
    assertThat(ended.summary("animals")).isEqualTo(1);
    assertThat(ended.err()).contains("Left out, because they are not below the inputs: 1");
  }

  @Test
  void aFileThatEndsInTheMiddleIsRefusedBeforeAnythingIsLookedAt() throws Exception {
    Files.writeString(store.folder().resolve("md.json"), "{\"images\": [{\"file\": \"a");
    Ended ended = run(2, "given.json", "--detections", "md.json");
    assertThat(ended.err()).contains("it ends in the middle, in line 1");
    assertThat(store.folder().resolve("given.json")).doesNotExist();
  }

  @Test
  void withoutAnyClassifierItSaysHowToGetOne() throws Exception {
    Files.delete(store.models().resolve("deepfaune-1.4-classifier/manifest.toml"));
    Ended ended = run(4, "given.json", "--detections", write(entry("blank.jpg")));
    assertThat(ended.err()).contains("affut models pull deepfaune-1.5-classifier");
  }
}
