package io.affut.engine.results;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.affut.engine.detection.Category;
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
import java.util.Set;

/// Writes the result file: MegaDetector batch results, format 1.6, which Timelapse, AddaxAI and
/// others read.
///
/// Category ids are strings that count from "1": animal, person, vehicle, then whatever else the
/// detector knows. Where a classifier ran, each animal has its most likely classes, whose ids are
/// their places in the classifier's output. The detections of a video's frames stand together, each
/// with the number of its frame. What the format has no place for stands under `affut` in each
/// picture and under `info.custom_metadata`.
public final class MegaDetectorFile {
  /// What stands beside the settings under `info.custom_metadata.affut`.
  static final Set<String> NO_SETTINGS =
      Set.of(
          "program",
          "started",
          "base_folder",
          "detector_sha256",
          "classifier_sha256",
          "confidence");

  /// The version of the format.
  public static final String FORMAT_VERSION = "1.6";

  private static final DateTimeFormatter COMPLETION =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);

  private MegaDetectorFile() {}

  /// Pictures in the order in which they shall stand.
  public interface Pictures {
    /// Hands each to the taker.
    void forEach(Taker taker) throws IOException;
  }

  /// Takes one picture after the other.
  public interface Taker {
    /// Takes a picture.
    ///
    /// @param notes what else there is to say of it: texts, numbers and lists of them, by name
    void take(PictureResult picture, Map<String, ?> notes) throws IOException;
  }

  /// Writes a run's pictures to a temporary file beside `output`, and then puts it in its place.
  public static void write(RunInfo run, Pictures pictures, LocalDateTime completed, Path output)
      throws IOException {
    Path temporary = output.resolveSibling(output.getFileName() + ".part");
    try {
      try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(temporary), 1 << 16);
          JsonGenerator json = new JsonMapper().createGenerator(out, JsonEncoding.UTF8)) {
        json.useDefaultPrettyPrinter();
        write(json, run, pictures, completed);
      }
      Files.move(
          temporary, output, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException | RuntimeException e) {
      Files.deleteIfExists(temporary);
      throw e;
    }
  }

  private static void write(
      JsonGenerator json, RunInfo run, Pictures pictures, LocalDateTime completed)
      throws IOException {
    Map<Category, String> ids = ids(run.categories());
    json.writeStartObject();
    writeInfo(json, run, completed);
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
    MegaDetectorPicture format = new MegaDetectorPicture(json, ids, species);
    pictures.forEach(format::write);
    json.writeEndArray();
    json.writeEndObject();
  }

  private static Map<Category, String> ids(List<Category> categories) {
    Map<Category, String> ids = new HashMap<>();
    categories.forEach(category -> ids.put(category, Integer.toString(ids.size() + 1)));
    return ids;
  }

  private static void writeInfo(JsonGenerator json, RunInfo run, LocalDateTime completed)
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
    for (Map.Entry<String, String> entry : run.settings().entrySet()) {
      json.writeStringField(entry.getKey(), entry.getValue());
    }
    json.writeEndObject();
    json.writeEndObject();
    json.writeEndObject();
  }
}
