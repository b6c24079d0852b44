package io.affut.engine.results;

import com.fasterxml.jackson.core.JsonGenerator;
import io.affut.engine.detection.Category;
import io.affut.engine.detection.Detection;
import io.affut.preprocessing.picture.CaptureDate;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/// One picture, or video, as MegaDetector's format has it.
///
/// @param ids of the categories
/// @param species what writes the likely classes of an animal, where a classifier ran
record MegaDetectorPicture(
    JsonGenerator json, Map<Category, String> ids, Optional<Species> species) {

  void write(PictureResult result, Map<String, ?> notes) throws IOException {
    json.writeStartObject();
    json.writeStringField("file", result.file());
    switch (result) {
      case FailedPicture failed -> {
        json.writeStringField("failure", failed.reason());
        json.writeNullField("detections");
        if (!notes.isEmpty()) {
          writeOurs(Optional.empty(), Optional.empty(), notes);
        }
      }
      case DetectedPicture picture -> {
        writeFacts(picture.width(), picture.height(), picture.date());
        json.writeArrayFieldStart("detections");
        write(picture.detections(), OptionalInt.empty());
        json.writeEndArray();
        writeOurs(Optional.of(picture.decoder()), picture.damage(), notes);
      }
      case DetectedVideo video -> {
        writeFacts(video.width(), video.height(), video.date());
        json.writeNumberField("frame_rate", video.frameRate());
        json.writeArrayFieldStart("frames_processed");
        for (VideoFrame frame : video.frames()) {
          json.writeNumber(frame.number());
        }
        json.writeEndArray();
        json.writeArrayFieldStart("detections");
        for (VideoFrame frame : video.frames()) {
          write(frame.detections(), OptionalInt.of(frame.number()));
        }
        json.writeEndArray();
        writeOurs(Optional.of(video.decoder()), video.damage(), notes);
      }
    }
    json.writeEndObject();
  }

  private void writeFacts(int width, int height, Optional<CaptureDate> date) throws IOException {
    if (width > 0 && height > 0) {
      json.writeNumberField("width", width);
      json.writeNumberField("height", height);
    }
    if (date.isPresent()) {
      json.writeStringField("datetime", date.get().raw());
    }
  }

  private void write(List<Detection> detections, OptionalInt frame) throws IOException {
    for (Detection detection : detections) {
      json.writeStartObject();
      json.writeStringField("category", ids.get(detection.category()));
      BoxFormat.write(json, detection);
      if (frame.isPresent()) {
        json.writeNumberField("frame_number", frame.getAsInt());
      }
      if (species.isPresent() && detection.logits().isPresent()) {
        species.get().write(json, detection.logits().get());
      }
      json.writeEndObject();
    }
  }

  private void writeOurs(Optional<String> decoder, Optional<String> damage, Map<String, ?> notes)
      throws IOException {
    json.writeObjectFieldStart("affut");
    if (decoder.isPresent()) {
      json.writeStringField("decoder", decoder.get());
    }
    if (damage.isPresent()) {
      json.writeStringField("damaged", damage.get());
    }
    for (Map.Entry<String, ?> note : notes.entrySet()) {
      json.writeObjectField(note.getKey(), note.getValue());
    }
    json.writeEndObject();
  }
}
