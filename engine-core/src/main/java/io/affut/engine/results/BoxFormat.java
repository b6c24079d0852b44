package io.affut.engine.results;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import io.affut.engine.detection.BoundingBox;
import io.affut.engine.detection.Detection;
import java.io.IOException;

/// How sure a detector is of a box and where it lies, as the journal and MegaDetector's format both
/// have it.
final class BoxFormat {
  private static final String CONFIDENCE = "conf";
  private static final String BOX = "bbox";

  private BoxFormat() {}

  static void write(JsonGenerator json, Detection detection) throws IOException {
    json.writeNumberField(CONFIDENCE, detection.confidence());
    json.writeArrayFieldStart(BOX);
    json.writeNumber(detection.box().x());
    json.writeNumber(detection.box().y());
    json.writeNumber(detection.box().width());
    json.writeNumber(detection.box().height());
    json.writeEndArray();
  }

  /// The confidence; 0 where there is none.
  static float confidence(JsonNode detection) {
    return detection.path(CONFIDENCE).floatValue();
  }

  /// The box; 0 for each side that there is not.
  static BoundingBox box(JsonNode detection) {
    JsonNode sides = detection.path(BOX);
    return new BoundingBox(
        sides.path(0).floatValue(),
        sides.path(1).floatValue(),
        sides.path(2).floatValue(),
        sides.path(3).floatValue());
  }
}
