package io.affut.exports.camtrapdp;

import io.affut.engine.detection.BoundingBox;
import io.affut.engine.species.Label;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// A row of the table of observations, put together piece by piece.
final class ObservationRow {
  static final List<String> COLUMNS =
      List.of(
          "observationID",
          "deploymentID",
          "mediaID",
          "eventID",
          "eventStart",
          "eventEnd",
          "observationLevel",
          "observationType",
          "cameraSetupType",
          "scientificName",
          "count",
          "lifeStage",
          "sex",
          "behavior",
          "individualID",
          "individualPositionRadius",
          "individualPositionAngle",
          "individualSpeed",
          "bboxX",
          "bboxY",
          "bboxWidth",
          "bboxHeight",
          "classificationMethod",
          "classifiedBy",
          "classificationTimestamp",
          "classificationProbability",
          "observationTags",
          "observationComments");

  /// The standard allows no box without an extent.
  private static final double LEAST = 1e-6;

  private final Map<String, String> cells = new HashMap<>();

  /// @param id unique in the package
  ObservationRow(String id, String camera, int sequence, String start, String end) {
    cells.put("observationID", id);
    cells.put("deploymentID", Deployments.id(camera));
    cells.put("eventID", Integer.toString(sequence));
    cells.put("eventStart", start);
    cells.put("eventEnd", end);
    cells.put("observationLevel", "event");
    cells.put("classificationMethod", "machine");
  }

  ObservationRow by(String classifier, String timestamp) {
    cells.put("classifiedBy", classifier);
    cells.put("classificationTimestamp", timestamp);
    return this;
  }

  ObservationRow ofMedia(String file) {
    cells.put("observationLevel", "media");
    cells.put("mediaID", file);
    return this;
  }

  /// @param count of individuals; not written for what is none
  ObservationRow label(Label label, int count, Taxa taxa) {
    cells.put("observationType", type(label));
    taxa.of(label).ifPresent(taxon -> cells.put("scientificName", taxon.name()));
    if (count > 0 && label != Label.Plain.EMPTY) {
      cells.put("count", Integer.toString(count));
    }
    switch (label) {
      case Label.Thing(String name) -> cells.put("observationComments", name);
      case Label.Plain plain when plain == Label.Plain.UNDEFINED ->
          cells.put("observationComments", "the species is not sure enough");
      default -> {}
    }
    return this;
  }

  private static String type(Label label) {
    return switch (label) {
      case Label.Species ignored -> "animal";
      case Label.Bird ignored -> "animal";
      case Label.Thing ignored -> "unknown";
      case Label.Plain plain ->
          switch (plain) {
            case EMPTY -> "blank";
            case PERSON -> "human";
            case VEHICLE -> "vehicle";
            case UNDEFINED, ANIMAL -> "animal";
            case UNREADABLE -> "unclassified";
          };
    };
  }

  ObservationRow probability(double probability) {
    cells.put("classificationProbability", String.format(Locale.ROOT, "%.4f", probability));
    return this;
  }

  ObservationRow box(BoundingBox box) {
    cells.put("bboxX", part(box.x()));
    cells.put("bboxY", part(box.y()));
    cells.put("bboxWidth", part(Math.max(LEAST, box.width())));
    cells.put("bboxHeight", part(Math.max(LEAST, box.height())));
    return this;
  }

  private static String part(double value) {
    return String.format(Locale.ROOT, "%.6f", value);
  }

  ObservationRow tag(String tag) {
    cells.put("observationTags", tag);
    return this;
  }

  Map<String, String> cells() {
    return cells;
  }
}
