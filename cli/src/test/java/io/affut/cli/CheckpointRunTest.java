package io.affut.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.affut.testing.Fixtures;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `affut run` with somebody's checkpoint, straight from PyTorch, over real photos: the boxes are
/// Ultralytics' own.
class CheckpointRunTest {
  /// Weaker boxes than this are not compared, and near it a box may be on one side only.
  private static final double LEAST = 0.02;

  private static final double NEAR = 0.005;

  private static final List<String> CLASSES =
      List.of("animal", "vehicle", "person", "rock", "trash", "tree");

  @TempDir Path folder;
  private OwnStore store;
  private Path checkpoint;

  @BeforeEach
  void getTheCheckpoint() throws Exception {
    store = OwnStore.in(folder);
    checkpoint = Smartrail.checkpoint(store.folder().resolve("best.pt"));
  }

  /// Edges in pixels of the picture.
  private record Box(
      String category, double confidence, double left, double top, double right, double bottom) {

    boolean isSameAs(Box other) {
      return category.equals(other.category)
          && Math.abs(confidence - other.confidence) <= NEAR
          && Math.abs(left - other.left) <= 1
          && Math.abs(top - other.top) <= 1
          && Math.abs(right - other.right) <= 1
          && Math.abs(bottom - other.bottom) <= 1
          && intersectionOverUnion(other) >= 0.9;
    }

    private double intersectionOverUnion(Box other) {
      double across = Math.min(right, other.right) - Math.max(left, other.left);
      double down = Math.min(bottom, other.bottom) - Math.max(top, other.top);
      double both = Math.max(across, 0) * Math.max(down, 0);
      return both / (area() + other.area() - both);
    }

    private double area() {
      return (right - left) * (bottom - top);
    }
  }

  private static List<Box> expected(JsonNode photo) {
    List<Box> boxes = new ArrayList<>();
    for (JsonNode box : photo.path("boxes_xyxy_conf_cls")) {
      boxes.add(
          new Box(
              CLASSES.get(box.path(5).asInt()),
              box.path(4).asDouble(),
              box.path(0).asDouble(),
              box.path(1).asDouble(),
              box.path(2).asDouble(),
              box.path(3).asDouble()));
    }
    return boxes;
  }

  private static List<Box> found(Results results, String file) {
    JsonNode picture = results.picture(file);
    double width = picture.path("width").asDouble();
    double height = picture.path("height").asDouble();
    return StreamSupport.stream(picture.path("detections").spliterator(), false)
        .map(detection -> {
          JsonNode box = detection.path("bbox");
          double left = box.path(0).asDouble() * width;
          double top = box.path(1).asDouble() * height;
          return new Box(
              results
                  .root()
                  .path("detection_categories")
                  .path(detection.path("category").asText())
                  .asText(),
              detection.path("conf").asDouble(),
              left,
              top,
              left + box.path(2).asDouble() * width,
              top + box.path(3).asDouble() * height);
        })
        .toList();
  }

  private static void assertContained(List<Box> boxes, List<Box> in, String what) {
    for (Box box : boxes) {
      if (box.confidence() > LEAST + NEAR) {
        assertThat(in).as(what + " " + box).anyMatch(box::isSameAs);
      }
    }
  }

  @Test
  void aCheckpointFindsWhatUltralyticsFindsWithIt() throws Exception {
    Ended run =
        store
            .program()
            .run(
                "run",
                Fixtures.at("photos/blank.jpg").getParent(),
                "--detector",
                checkpoint,
                "--confidence",
                "0.01",
                "-o",
                "results.json")
            .with(0);
    assertThat(run.err()).contains("Converting " + checkpoint);
    Results results = Results.read(store.folder().resolve("results.json"));
    assertThat(results.run("decode")).isEqualTo("full");
    assertThat(results.root().path("info").path("detector").asText()).isEqualTo("best");
    int compared = 0;
    for (Map.Entry<String, JsonNode> photo : Smartrail.reference().properties()) {
      List<Box> expected = expected(photo.getValue());
      List<Box> found = found(results, photo.getKey());
      assertContained(expected, found, photo.getKey() + ": Ultralytics finds");
      assertContained(found, expected, photo.getKey() + ": Affût finds");
      compared += expected.stream().mapToInt(b -> b.confidence() > LEAST + NEAR ? 1 : 0).sum();
    }
    assertThat(compared).as("boxes that were compared").isGreaterThan(10);
  }

  @Test
  void theSecondRunConvertsNothing() throws Exception {
    Object[] command = {"run", Fixtures.at("photos/human.jpg"), "--detector", checkpoint, "-o", ""};
    command[5] = "1.json";
    store.program().run(command).with(0);
    command[5] = "2.json";
    Ended second = store.program().run(command).with(0);
    assertThat(second.err()).doesNotContain("Converting").contains("best is installed already");
    assertThat(store.folder().resolve("2.json"))
        .satisfies(file ->
            assertThat(Results.read(file).picture("human.jpg"))
                .isEqualTo(Results.read(store.folder().resolve("1.json")).picture("human.jpg")));
    command[3] = "best";
    command[5] = "3.json";
    assertThat(Files.exists(store.models().resolve("best/manifest.toml"))).isTrue();
    assertThat(
            store.program().run("run", command[1], "--detector", "best", "-o", "3.json").status())
        .as("by its name")
        .isZero();
  }

  @Test
  void aClassifierIsNoDetector() {
    Ended ended =
        store
            .program()
            .run(
                "run",
                "-q",
                Fixtures.at("photos/human.jpg"),
                "--detector",
                Fixtures.at("checkpoints/bird-head-tiny-random.pt"))
            .with(4);
    assertThat(ended.sentence())
        .contains("The model bird-head-tiny-random is a bird head, not a detector");
  }

  @Test
  void aHostileCheckpointIsRefusedByTheNameOfWhatItWouldRun() {
    Ended ended =
        store
            .program()
            .run(
                "run",
                "-q",
                Fixtures.at("photos/human.jpg"),
                "--detector",
                Fixtures.at("checkpoints/hostile-pickle.pt"))
            .with(4);
    assertThat(ended.sentence()).contains("hostile-pickle.pt", "posix.system");
  }
}
