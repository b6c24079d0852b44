package io.affut.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The rules of MegaDetector's batch results, format 1.6, and those that Affût adds: each picture
/// once, sorted by path, boxes within the picture.
final class MegaDetectorRules {
  private static final Set<String> TOP_LEVEL =
      Set.of(
          "info",
          "detection_categories",
          "images",
          "classification_categories",
          "classification_category_descriptions");
  private static final Set<String> INFO =
      Set.of(
          "format_version",
          "detector",
          "detection_completion_time",
          "classifier",
          "classification_completion_time",
          "detector_metadata",
          "classifier_metadata",
          "summary_report",
          "custom_metadata");
  private static final double ROUNDING = 1e-6;

  private final JsonNode root;
  private final List<String> broken = new ArrayList<>();

  private MegaDetectorRules(JsonNode root) {
    this.root = root;
  }

  /// The rules that a result file breaks, a sentence each.
  static List<String> broken(JsonNode root) {
    MegaDetectorRules rules = new MegaDetectorRules(root);
    rules.checkTop();
    rules.checkInfo(root.path("info"));
    rules.checkCategories("detection_categories");
    rules.checkCategories("classification_categories");
    rules.checkImages(root.path("images"));
    return rules.broken;
  }

  private void checkTop() {
    for (String key : List.of("info", "detection_categories", "images")) {
      require(root.has(key), key + " is missing");
    }
    root.fieldNames()
        .forEachRemaining(key -> require(TOP_LEVEL.contains(key), key + " is not known"));
  }

  private void checkInfo(JsonNode info) {
    require(info.isObject(), "info is no object");
    info.fieldNames()
        .forEachRemaining(key -> require(INFO.contains(key), "info." + key + " is not known"));
    JsonNode version = info.path("format_version");
    require(
        version.isTextual() && version.asText().matches("\\d+\\.\\d+"),
        "format_version is no number as a text");
    require(version.asDouble() >= 1.6, "format_version is older than 1.6");
    for (String key : List.of("detection_completion_time", "classification_completion_time")) {
      require(
          !info.has(key)
              || info.path(key).asText().matches("\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d"),
          key + " is no time");
    }
  }

  private void checkCategories(String key) {
    for (Map.Entry<String, JsonNode> category : root.path(key).properties()) {
      require(category.getKey().matches("\\d+"), key + ": the id is no whole number");
      require(
          category.getValue().isTextual() && !category.getValue().asText().isBlank(),
          key + ": the name is blank");
    }
  }

  private void checkImages(JsonNode images) {
    require(images.isArray(), "images is no list");
    Set<String> seen = new HashSet<>();
    String before = "";
    for (JsonNode image : images) {
      JsonNode file = image.path("file");
      require(file.isTextual() && !file.asText().isBlank(), "a picture has no file");
      require(seen.add(file.asText()), file + " is there twice");
      require(before.compareTo(file.asText()) < 0, file + " is not in its order");
      before = file.asText();
      checkImage(file.asText(), image);
    }
  }

  private void checkImage(String file, JsonNode image) {
    JsonNode detections = image.path("detections");
    if (image.has("failure")) {
      require(
          image.path("failure").isTextual() && !image.path("failure").asText().isBlank(),
          file + ": the failure is no text");
      require(
          detections.isMissingNode() || detections.isNull(), file + ": a failure has detections");
    } else {
      require(detections.isArray(), file + ": neither detections nor a failure");
      for (JsonNode detection : detections) {
        checkDetection(file, detection);
      }
    }
  }

  private void checkDetection(String file, JsonNode detection) {
    require(
        detection.path("category").isTextual()
            && root.path("detection_categories").has(detection.path("category").asText()),
        file + ": the category is not known");
    require(isFraction(detection.path("conf")), file + ": conf is no fraction from 0 to 1");
    JsonNode box = detection.path("bbox");
    require(box.isArray() && box.size() == 4, file + ": bbox is not four numbers");
    box.forEach(number -> require(isFraction(number), file + ": bbox is not normalised"));
    for (int axis = 0; axis < 2; axis++) {
      require(
          box.path(axis).asDouble() + box.path(axis + 2).asDouble() <= 1 + ROUNDING,
          file + ": bbox leaves the picture");
    }
    double last = 1;
    for (JsonNode pair : detection.path("classifications")) {
      require(
          root.path("classification_categories").has(pair.path(0).asText()),
          file + ": the class is not known");
      require(pair.path(1).asDouble() <= last, file + ": classes are not the likeliest first");
      last = pair.path(1).asDouble();
    }
  }

  /// A whole number will not do: MegaDetector's own validator wants `1.0`.
  private static boolean isFraction(JsonNode number) {
    return number.isFloatingPointNumber() && number.asDouble() >= 0 && number.asDouble() <= 1;
  }

  private void require(boolean kept, String otherwise) {
    if (!kept) {
      broken.add(otherwise);
    }
  }
}
