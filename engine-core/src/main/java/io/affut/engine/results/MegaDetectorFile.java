package io.affut.engine.results;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.affut.engine.detection.Category;
import io.affut.engine.detection.Detection;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Writes the result file: MegaDetector batch results, format 1.6, which Timelapse, AddaxAI and
/// others read.
///
/// Category ids are strings that count from "1": animal, person, vehicle, then whatever else the
/// detector knows. Where a classifier ran, each animal has its most likely classes, whose ids are
/// their places in the classifier's output. What the format has no place for stands under `affut`
/// in each picture and under `info.custom_metadata`.
public final class MegaDetectorFile {
  /// The version of the format.
  public static final String FORMAT_VERSION = "1.6";

  private static final DateTimeFormatter COMPLETION =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);

  private MegaDetectorFile() {}

  /// Writes all pictures at `positions` of the journal, in that order, to a temporary file beside
  /// `output`, and then puts it in its place.
  ///
  /// @param facts what was learnt by the end of the run, such as counts, by name
  public static void write(
      JournalReader journal,
      Iterable<Long> positions,
      Map<String, String> facts,
      LocalDateTime completed,
      Path output)
      throws IOException {
    Path temporary = output.resolveSibling(output.getFileName() + ".part");
    try {
      try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(temporary), 1 << 16);
          JsonGenerator json = new JsonFactory().createGenerator(out, JsonEncoding.UTF8)) {
        json.useDefaultPrettyPrinter();
        write(json, journal, positions, facts, completed);
      }
      Files.move(
          temporary, output, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException | RuntimeException e) {
      Files.deleteIfExists(temporary);
      throw e;
    }
  }

  private static void write(
      JsonGenerator json,
      JournalReader journal,
      Iterable<Long> positions,
      Map<String, String> facts,
      LocalDateTime completed)
      throws IOException {
    RunInfo run = journal.run();
    Map<Category, String> ids = ids(run.categories());
    json.writeStartObject();
    writeInfo(json, run, facts, completed);
    json.writeObjectFieldStart("detection_categories");
    for (Category category : run.categories()) {
      json.writeStringField(ids.get(category), category.name());
    }
    json.writeEndObject();
    Optional<Species> species = run.classifier().map(Species::new);
    if (species.isPresent()) {
      species.get().writeNames(json);
    }
    json.writeArrayFieldStart("images");
    for (long position : positions) {
      write(json, journal.picture(position), ids, species);
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static Map<Category, String> ids(List<Category> categories) {
    Map<Category, String> ids = new HashMap<>();
    categories.forEach(category -> ids.put(category, Integer.toString(ids.size() + 1)));
    return ids;
  }

  private static void writeInfo(
      JsonGenerator json, RunInfo run, Map<String, String> facts, LocalDateTime completed)
      throws IOException {
    json.writeObjectFieldStart("info");
    json.writeStringField("format_version", FORMAT_VERSION);
    json.writeStringField("detector", run.detector());
    json.writeStringField("detection_completion_time", completed.format(COMPLETION));
    if (run.classifier().isPresent()) {
      json.writeStringField("classifier", run.classifier().get().id());
      json.writeStringField("classification_completion_time", completed.format(COMPLETION));
    }
    json.writeObjectFieldStart("detector_metadata");
    json.writeStringField("megadetector_version", "unknown");
    json.writeNumberField("image_size", run.inputSize());
    json.writeNumberField("typical_detection_threshold", run.typicalConfidence());
    json.writeNumberField("conservative_detection_threshold", run.typicalConfidence());
    json.writeEndObject();
    json.writeObjectFieldStart("custom_metadata");
    json.writeObjectFieldStart("affut");
    json.writeStringField("program", run.program());
    json.writeStringField("started", run.started());
    json.writeStringField("base_folder", run.base());
    json.writeStringField("detector_sha256", run.detectorSha256());
    if (run.classifier().isPresent()) {
      json.writeStringField("classifier_sha256", run.classifier().get().sha256());
    }
    json.writeNumberField("confidence", run.confidence());
    for (Map<String, String> strings : List.of(run.settings(), facts)) {
      for (Map.Entry<String, String> entry : strings.entrySet()) {
        json.writeStringField(entry.getKey(), entry.getValue());
      }
    }
    json.writeEndObject();
    json.writeEndObject();
    json.writeEndObject();
  }

  private static void write(
      JsonGenerator json,
      PictureResult result,
      Map<Category, String> ids,
      Optional<Species> species)
      throws IOException {
    json.writeStartObject();
    json.writeStringField("file", result.file());
    switch (result) {
      case FailedPicture failed -> {
        json.writeStringField("failure", failed.reason());
        json.writeNullField("detections");
      }
      case DetectedPicture picture -> write(json, picture, ids, species);
    }
    json.writeEndObject();
  }

  private static void write(
      JsonGenerator json,
      DetectedPicture picture,
      Map<Category, String> ids,
      Optional<Species> species)
      throws IOException {
    json.writeNumberField("width", picture.width());
    json.writeNumberField("height", picture.height());
    if (picture.date().isPresent()) {
      json.writeStringField("datetime", picture.date().get().raw());
    }
    json.writeArrayFieldStart("detections");
    for (Detection detection : picture.detections()) {
      json.writeStartObject();
      json.writeStringField("category", ids.get(detection.category()));
      json.writeNumberField("conf", detection.confidence());
      json.writeArrayFieldStart("bbox");
      json.writeNumber(detection.box().x());
      json.writeNumber(detection.box().y());
      json.writeNumber(detection.box().width());
      json.writeNumber(detection.box().height());
      json.writeEndArray();
      if (species.isPresent() && detection.logits().isPresent()) {
        species.get().write(json, detection.logits().get());
      }
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeObjectFieldStart("affut");
    json.writeStringField("decoder", picture.decoder());
    if (picture.damage().isPresent()) {
      json.writeStringField("damaged", picture.damage().get());
    }
    json.writeEndObject();
  }
}
