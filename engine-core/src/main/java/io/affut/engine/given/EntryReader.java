package io.affut.engine.given;

import com.fasterxml.jackson.databind.JsonNode;
import io.affut.engine.detection.BoundingBox;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Understands what a file says of a picture. What cannot be is the failure of that picture, and
/// never makes it an empty one.
final class EntryReader {
  /// Programs round; a box that is farther out is in other units.
  private static final float TOLERANCE = 0.02f;

  private final String fileName;
  private final float confidence;

  /// Each id once, however many boxes have it.
  private final Map<String, String> categories = new HashMap<>();

  /// @param fileName the file's name, for people
  /// @param confidence boxes are kept that are more confident
  EntryReader(String fileName, float confidence) {
    this.fileName = fileName;
    this.confidence = confidence;
  }

  /// A box that cannot be.
  private static final class WrongBoxException extends Exception {
    private static final long serialVersionUID = 1L;

    WrongBoxException(String message) {
      super(message);
    }
  }

  /// What an element of `images` says; nothing where it names no picture.
  Optional<GivenEntry> read(JsonNode entry) {
    return Optional.ofNullable(entry.path("file").textValue()).map(file -> read(file, entry));
  }

  private GivenEntry read(String file, JsonNode entry) {
    JsonNode failure = entry.path("failure");
    if (!failure.isMissingNode() && !failure.isNull()) {
      return GivenEntry.failed(
          file, "could not be looked at, as %s says: %s".formatted(fileName, failure.asText()));
    }
    JsonNode detections = entry.path("detections");
    if (!detections.isArray()) {
      return GivenEntry.failed(file, "has neither boxes nor a failure in " + fileName);
    }
    List<GivenEntry.Box> boxes = new ArrayList<>();
    try {
      for (JsonNode detection : detections) {
        GivenEntry.Box box = box(detection);
        if (box.confidence() > confidence) {
          boxes.add(box);
        }
      }
    } catch (WrongBoxException e) {
      return GivenEntry.failed(
          file, "has a box in %s that cannot be: %s".formatted(fileName, e.getMessage()));
    }
    boxes.sort(Comparator.comparingDouble(GivenEntry.Box::confidence).reversed());
    return new GivenEntry(file, List.copyOf(boxes), Optional.empty());
  }

  private GivenEntry.Box box(JsonNode detection) throws WrongBoxException {
    JsonNode category = detection.path("category");
    if (!category.isValueNode() || category.isNull()) {
      throw new WrongBoxException("it has no category");
    }
    float confident = number(detection.path("conf"), "its confidence");
    if (confident < 0 || confident > 1) {
      throw new WrongBoxException("its confidence is " + confident);
    }
    return new GivenEntry.Box(
        categories.computeIfAbsent(category.asText(), id -> id),
        confident,
        box(detection.path("bbox"), detection));
  }

  private static BoundingBox box(JsonNode sides, JsonNode detection) throws WrongBoxException {
    if (sides.size() != 4) {
      throw new WrongBoxException("it has no x, y, width and height");
    }
    float x = number(sides.get(0), "a side");
    float y = number(sides.get(1), "a side");
    float right = x + number(sides.get(2), "a side");
    float lower = y + number(sides.get(3), "a side");
    float least = Math.min(Math.min(x, y), Math.min(right - x, lower - y));
    if (least < -TOLERANCE || Math.max(right, lower) > 1 + TOLERANCE) {
      throw new WrongBoxException("it does not lie in the picture, " + detection.path("bbox"));
    }
    float left = Math.clamp(x, 0, 1);
    float top = Math.clamp(y, 0, 1);
    return new BoundingBox(
        left, top, Math.max(0, Math.min(right, 1) - left), Math.max(0, Math.min(lower, 1) - top));
  }

  private static float number(JsonNode node, String what) throws WrongBoxException {
    if (!node.isNumber() || !Float.isFinite(node.floatValue())) {
      throw new WrongBoxException(what + " is no number");
    }
    return node.floatValue();
  }
}
