package io.affut.engine.results;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import io.affut.engine.detection.Category;
import io.affut.engine.detection.Detection;
import io.affut.preprocessing.picture.CaptureDate;
import java.io.IOException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The records of the journal as JSON, one a line: first the run, then each picture in the order of
/// its completion.
///
/// Numbers are written so that the same 32-bit floats are read back.
final class JournalFormat {
  static final int VERSION = 1;

  private JournalFormat() {}

  static void write(JsonGenerator json, RunInfo run) throws IOException {
    json.writeStartObject();
    json.writeNumberField("affut_journal", VERSION);
    json.writeStringField("program", run.program());
    json.writeStringField("started", run.started());
    json.writeStringField("base", run.base());
    json.writeStringField("detector", run.detector());
    json.writeStringField("detector_sha256", run.detectorSha256());
    json.writeNumberField("input_size", run.inputSize());
    json.writeNumberField("confidence", run.confidence());
    json.writeNumberField("typical_confidence", run.typicalConfidence());
    json.writeArrayFieldStart("categories");
    for (Category category : run.categories()) {
      json.writeString(category.name());
    }
    json.writeEndArray();
    if (run.classifier().isPresent()) {
      ClassifierFormat.write(json, run.classifier().get());
    }
    json.writeObjectFieldStart("settings");
    for (Map.Entry<String, String> setting : run.settings().entrySet()) {
      json.writeStringField(setting.getKey(), setting.getValue());
    }
    json.writeEndObject();
    json.writeEndObject();
  }

  static void write(JsonGenerator json, PictureResult result) throws IOException {
    json.writeStartObject();
    json.writeStringField("file", result.file());
    switch (result) {
      case FailedPicture failed -> json.writeStringField("failure", failed.reason());
      case DetectedPicture picture -> {
        writeFacts(
            json,
            picture.width(),
            picture.height(),
            picture.decoder(),
            picture.date(),
            picture.damage());
        write(json, picture.detections());
      }
      case DetectedVideo video -> {
        writeFacts(
            json, video.width(), video.height(), video.decoder(), video.date(), video.damage());
        json.writeNumberField("frame_rate", video.frameRate());
        json.writeArrayFieldStart("frames");
        for (VideoFrame frame : video.frames()) {
          json.writeStartObject();
          json.writeNumberField("frame", frame.number());
          write(json, frame.detections());
          json.writeEndObject();
        }
        json.writeEndArray();
      }
    }
    json.writeEndObject();
  }

  private static void writeFacts(
      JsonGenerator json,
      int width,
      int height,
      String decoder,
      Optional<CaptureDate> taken,
      Optional<String> damage)
      throws IOException {
    json.writeNumberField("width", width);
    json.writeNumberField("height", height);
    json.writeStringField("decoder", decoder);
    if (taken.isPresent()) {
      CaptureDate date = taken.get();
      json.writeObjectFieldStart("date");
      json.writeStringField("raw", date.raw());
      json.writeStringField("local", date.local().toString());
      if (date.offset().isPresent()) {
        json.writeStringField("offset", date.offset().get().getId());
      }
      json.writeEndObject();
    }
    if (damage.isPresent()) {
      json.writeStringField("damage", damage.get());
    }
  }

  private static void write(JsonGenerator json, List<Detection> detections) throws IOException {
    json.writeArrayFieldStart("detections");
    for (Detection detection : detections) {
      json.writeStartObject();
      json.writeStringField("category", detection.category().name());
      BoxFormat.write(json, detection);
      if (detection.logits().isPresent()) {
        ClassifierFormat.write(json, detection.logits().get());
      }
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  static RunInfo runInfo(JsonNode node) {
    List<Category> categories = new ArrayList<>();
    node.path("categories").forEach(name -> categories.add(new Category(name.asText())));
    Map<String, String> settings = new LinkedHashMap<>();
    node.path("settings")
        .properties()
        .forEach(e -> settings.put(e.getKey(), e.getValue().asText()));
    return new RunInfo(
        node.path("program").asText(),
        node.path("started").asText(),
        node.path("base").asText(),
        node.path("detector").asText(),
        node.path("detector_sha256").asText(),
        node.path("input_size").asInt(),
        node.path("confidence").floatValue(),
        node.path("typical_confidence").floatValue(),
        categories,
        Optional.ofNullable(node.get("classifier")).map(ClassifierFormat::classifier),
        settings);
  }

  static PictureResult pictureResult(JsonNode node) {
    String file = node.path("file").asText();
    if (node.has("failure")) {
      return new FailedPicture(file, node.path("failure").asText());
    }
    int width = node.path("width").asInt();
    int height = node.path("height").asInt();
    String decoder = node.path("decoder").asText();
    Optional<CaptureDate> date = Optional.ofNullable(node.get("date")).map(JournalFormat::date);
    Optional<String> damage = text(node, "damage");
    return node.has("frames")
        ? new DetectedVideo(
            file,
            width,
            height,
            node.path("frame_rate").doubleValue(),
            frames(node.path("frames")),
            decoder,
            date,
            damage)
        : new DetectedPicture(
            file, width, height, detections(node.path("detections")), decoder, date, damage);
  }

  private static List<VideoFrame> frames(JsonNode array) {
    List<VideoFrame> frames = new ArrayList<>();
    array.forEach(frame ->
        frames.add(
            new VideoFrame(frame.path("frame").asInt(), detections(frame.path("detections")))));
    return frames;
  }

  private static List<Detection> detections(JsonNode array) {
    List<Detection> detections = new ArrayList<>();
    for (JsonNode detection : array) {
      detections.add(
          new Detection(
              new Category(detection.path("category").asText()),
              BoxFormat.confidence(detection),
              BoxFormat.box(detection),
              ClassifierFormat.logits(detection)));
    }
    return detections;
  }

  private static CaptureDate date(JsonNode node) {
    return new CaptureDate(
        node.path("raw").asText(),
        LocalDateTime.parse(node.path("local").asText()),
        text(node, "offset").map(ZoneOffset::of));
  }

  private static Optional<String> text(JsonNode node, String key) {
    return Optional.ofNullable(node.get(key)).map(JsonNode::asText);
  }
}
