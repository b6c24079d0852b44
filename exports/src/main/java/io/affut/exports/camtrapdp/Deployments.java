package io.affut.exports.camtrapdp;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// One deployment a camera: from its first picture to its last.
final class Deployments {
  private static final List<String> COLUMNS =
      List.of(
          "deploymentID",
          "locationID",
          "locationName",
          "latitude",
          "longitude",
          "coordinateUncertainty",
          "deploymentStart",
          "deploymentEnd",
          "setupBy",
          "cameraID",
          "cameraModel",
          "cameraDelay",
          "cameraHeight",
          "cameraDepth",
          "cameraTilt",
          "cameraHeading",
          "detectionDistance",
          "timestampIssues",
          "baitUse",
          "featureType",
          "habitat",
          "deploymentGroups",
          "deploymentTags",
          "deploymentComments");

  private final SortedMap<String, Span> spans = new TreeMap<>();

  /// From the first picture to the last.
  record Span(LocalDateTime start, LocalDateTime end) {
    Span with(Span other) {
      return new Span(
          start.isBefore(other.start) ? start : other.start,
          end.isAfter(other.end) ? end : other.end);
    }
  }

  /// The id of a camera's deployment; pictures in the base folder itself have a camera without a
  /// name, but an id is required.
  static String id(String camera) {
    return camera.isEmpty() ? "." : camera;
  }

  void add(String camera, LocalDateTime date) {
    spans.merge(camera, new Span(date, date), Span::with);
  }

  /// All cameras, and from when to when each took pictures.
  SortedMap<String, Span> spans() {
    return spans;
  }

  void write(Writer csv, CamtrapSettings settings, String base) throws IOException {
    CsvTable table = new CsvTable(csv, COLUMNS);
    Timestamps timestamps = Timestamps.of(settings.zone());
    for (Map.Entry<String, Span> deployment : spans.entrySet()) {
      String camera = deployment.getKey();
      Map<String, String> row = new HashMap<>();
      row.put("deploymentID", id(camera));
      row.put("locationName", camera.isEmpty() ? nameOf(base) : camera);
      row.put("deploymentStart", timestamps.text(deployment.getValue().start()));
      row.put("deploymentEnd", timestamps.text(deployment.getValue().end()));
      row.put("timestampIssues", Boolean.toString(settings.zone().isEmpty()));
      Place place = settings.places().get(camera);
      if (place != null) {
        row.put("latitude", Double.toString(place.latitude()));
        row.put("longitude", Double.toString(place.longitude()));
      }
      table.add(row);
    }
  }

  private static String nameOf(String base) {
    Path name = Path.of(base).getFileName();
    return name == null ? base : name.toString();
  }
}
