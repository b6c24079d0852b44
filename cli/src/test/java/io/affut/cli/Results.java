package io.affut.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;

/// A result file that keeps the rules of its format.
record Results(JsonNode root) {

  /// Reads the file; one that breaks a rule of the format fails the test.
  static Results read(Path file) throws IOException {
    JsonNode root = new JsonMapper().readTree(file.toFile());
    assertThat(MegaDetectorRules.broken(root)).isEmpty();
    return new Results(root);
  }

  /// The records of the journal that belongs to a result file; the first is that of the run.
  static List<JsonNode> journal(Path results) throws IOException {
    String name = results.getFileName().toString().replaceAll("\\.json$", ".affut.jsonl");
    List<JsonNode> records = new ArrayList<>();
    for (String line : Files.readAllLines(results.resolveSibling(name))) {
      records.add(new JsonMapper().readTree(line));
    }
    return records;
  }

  /// All pictures, in the file's order.
  List<String> files() {
    return pictures().stream().map(picture -> picture.path("file").asText()).toList();
  }

  /// The pictures that failed.
  List<String> failed() {
    return pictures().stream()
        .filter(picture -> picture.has("failure"))
        .map(picture -> picture.path("file").asText())
        .toList();
  }

  /// Why a picture failed.
  String failure(String file) {
    return picture(file).path("failure").asText();
  }

  /// The category of the most confident box, or `nothing`.
  String first(String file) {
    JsonNode picture = picture(file);
    assertThat(picture.has("failure")).as(file + " failed").isFalse();
    JsonNode detections = picture.path("detections");
    return detections.isEmpty()
        ? "nothing"
        : root.path("detection_categories")
            .path(detections.path(0).path("category").asText())
            .asText();
  }

  /// What there is of one picture.
  JsonNode picture(String file) {
    return pictures().stream()
        .filter(picture -> picture.path("file").asText().equals(file))
        .findFirst()
        .orElseThrow(() -> new AssertionError(file + " is not among " + files()));
  }

  /// What is said of the run.
  String run(String key) {
    return root.path("info").path("custom_metadata").path("affut").path(key).asText();
  }

  private List<JsonNode> pictures() {
    return StreamSupport.stream(root.path("images").spliterator(), false).toList();
  }
}
