package io.affut.exports.annotation;

import com.fasterxml.jackson.core.JsonGenerator;
import io.affut.engine.detection.BoundingBox;
import io.affut.engine.detection.Detection;
import io.affut.engine.results.DetectedPicture;
import io.affut.engine.species.Verdict;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/// One annotation of a COCO file, in pixels with two decimals.
///
/// @param score the detector's confidence
/// @param speciesScore how likely the species is; none where the category is the detector's
record CocoAnnotation(
    int category,
    double x,
    double y,
    double width,
    double height,
    float score,
    OptionalDouble speciesScore) {

  static CocoAnnotation of(
      DetectedPicture picture, int index, Verdict verdict, CocoCategories categories) {
    Detection detection = picture.detections().get(index);
    BoundingBox box = detection.box();
    OptionalInt species = categories.species(verdict.label());
    return new CocoAnnotation(
        species.orElse(categories.id(detection.category())),
        box.x() * (double) picture.width(),
        box.y() * (double) picture.height(),
        box.width() * (double) picture.width(),
        box.height() * (double) picture.height(),
        detection.confidence(),
        species.isPresent() ? OptionalDouble.of(verdict.score()) : OptionalDouble.empty());
  }

  void write(JsonGenerator json, long id, int image) throws IOException {
    json.writeStartObject();
    json.writeNumberField("id", id);
    json.writeNumberField("image_id", image);
    json.writeNumberField("category_id", category);
    json.writeArrayFieldStart("bbox");
    json.writeNumber(rounded(x, 2));
    json.writeNumber(rounded(y, 2));
    json.writeNumber(rounded(width, 2));
    json.writeNumber(rounded(height, 2));
    json.writeEndArray();
    json.writeNumberField("area", rounded(width * height, 2));
    json.writeNumberField("iscrowd", 0);
    json.writeNumberField("score", score);
    if (speciesScore.isPresent()) {
      json.writeNumberField("species_score", rounded(speciesScore.getAsDouble(), 4));
    }
    json.writeEndObject();
  }

  private static BigDecimal rounded(double value, int decimals) {
    return BigDecimal.valueOf(value).setScale(decimals, RoundingMode.HALF_UP);
  }
}
