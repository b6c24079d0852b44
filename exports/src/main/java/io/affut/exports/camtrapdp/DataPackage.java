package io.affut.exports.camtrapdp;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.affut.engine.species.Label;
import io.affut.engine.species.LabelLanguages;
import io.affut.engine.species.LabelledRun;
import java.io.IOException;
import java.io.OutputStream;
import java.text.Normalizer;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// The file `datapackage.json`: what the package is, and where its tables are.
record DataPackage(LabelledRun run, CamtrapSettings settings, Deployments deployments) {
  private static final String STANDARD = "https://raw.githubusercontent.com/tdwg/camtrap-dp/1.0.2/";

  /// ISO 639-3 for the languages that labels are known in.
  private static final Map<String, String> LANGUAGES =
      Map.of(
          "fr", "fra", "en", "eng", "it", "ita", "de", "deu", "es", "spa", "no", "nor", "se", "swe",
          "pt", "por");

  /// @param observations after all were written
  void write(OutputStream out, Observations observations) throws IOException {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("profile", STANDARD + "camtrap-dp-profile.json");
    json.put("name", name());
    json.put("title", settings.title());
    json.put(
        "created",
        settings.created().truncatedTo(ChronoUnit.SECONDS).atOffset(ZoneOffset.UTC).toString());
    json.putArray("contributors").addObject().put("title", contributor());
    json.putArray("sources").addObject().put("title", run.run().program());
    ArrayNode resources = json.putArray("resources");
    for (String table : List.of("deployments", "media", "observations")) {
      resources
          .addObject()
          .put("name", table)
          .put("path", table + ".csv")
          .put("profile", "tabular-data-resource")
          .put("format", "csv")
          .put("mediatype", "text/csv")
          .put("encoding", "utf-8")
          .put("schema", STANDARD + table + "-table-schema.json");
    }
    project(json.putObject("project"));
    spatial(json.putObject("spatial"));
    temporal(json.putObject("temporal"));
    taxonomic(json.putArray("taxonomic"), observations);
    new JsonMapper().writerWithDefaultPrettyPrinter().writeValue(out, json);
  }

  private String contributor() {
    return settings.contributor().isBlank() ? "unknown" : settings.contributor();
  }

  private String name() {
    String plain =
        Normalizer.normalize(settings.title(), Normalizer.Form.NFD)
            .toLowerCase(Locale.ROOT)
            .replaceAll("\\p{M}", "")
            .replaceAll("[^a-z0-9]+", "-")
            .replaceAll("^-|-$", "");
    return plain.isEmpty() ? "camera-traps" : plain;
  }

  private void project(ObjectNode project) {
    project.put("title", settings.title());
    project.put("samplingDesign", settings.design().word());
    project.putArray("captureMethod").add(Media.CAPTURE_METHOD);
    project.put("individualAnimals", false);
    project.putArray("observationLevel").add("media").add("event");
  }

  /// The rectangle around all places that are known, as GeoJSON.
  private void spatial(ObjectNode spatial) {
    List<Place> places =
        deployments.spans().keySet().stream()
            .filter(settings.places()::containsKey)
            .map(settings.places()::get)
            .toList();
    if (places.isEmpty()) {
      spatial.put("type", "FeatureCollection").putArray("features");
      return;
    }
    var east = places.stream().collect(Collectors.summarizingDouble(Place::longitude));
    var north = places.stream().collect(Collectors.summarizingDouble(Place::latitude));
    if (isPoint(east) && isPoint(north)) {
      spatial.put("type", "Point").putArray("coordinates").add(east.getMin()).add(north.getMin());
      return;
    }
    ArrayNode ring = spatial.put("type", "Polygon").putArray("coordinates").addArray();
    ring.addArray().add(east.getMin()).add(north.getMin());
    ring.addArray().add(east.getMax()).add(north.getMin());
    ring.addArray().add(east.getMax()).add(north.getMax());
    ring.addArray().add(east.getMin()).add(north.getMax());
    ring.addArray().add(east.getMin()).add(north.getMin());
  }

  private static boolean isPoint(DoubleSummaryStatistics values) {
    return values.getMin() == values.getMax();
  }

  private void temporal(ObjectNode temporal) {
    LocalDateTime created = LocalDateTime.ofInstant(settings.created(), ZoneOffset.UTC);
    var none = new Deployments.Span(created, created);
    var span = deployments.spans().values().stream().reduce(Deployments.Span::with).orElse(none);
    temporal.put("start", span.start().toLocalDate().toString());
    temporal.put("end", span.end().toLocalDate().toString());
  }

  private void taxonomic(ArrayNode taxonomic, Observations observations) {
    new TreeMap<>(observations.scientific())
        .forEach((name, label) -> {
          ObjectNode taxon = taxonomic.addObject();
          taxon.put("scientificName", name);
          taxon.put("taxonRank", observations.rank(label));
          vernacular(taxon.putObject("vernacularNames"), label);
        });
  }

  private void vernacular(ObjectNode names, Label label) {
    for (String language : LabelLanguages.all()) {
      if (LANGUAGES.containsKey(language)) {
        names.put(LANGUAGES.get(language), run.names(language).display(label));
      }
    }
  }
}
