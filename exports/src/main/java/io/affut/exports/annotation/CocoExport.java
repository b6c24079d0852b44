package io.affut.exports.annotation;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.affut.engine.results.DetectedPicture;
import io.affut.engine.results.DetectedVideo;
import io.affut.engine.results.FailedPicture;
import io.affut.engine.results.RunInfo;
import io.affut.engine.species.LabelledPicture;
import io.affut.engine.species.LabelledRun;
import io.affut.exports.files.WholeFile;
import io.affut.exports.outcome.ExportOutcome;
import io.affut.exports.outcome.OutcomeCounter;
import io.affut.exports.verdicts.BoxVerdicts;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// Writes the boxes of a run in COCO's format for object detection: `images`, `annotations` with
/// boxes in pixels, `categories`. The categories are those of the detector, and where a classifier
/// ran, its classes after them.
///
/// Memory does not grow with the number of pictures: the results are read twice.
public final class CocoExport {
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);

  private final LabelledRun run;
  private final CocoSettings settings;
  private final BoxVerdicts verdicts;
  private final CocoCategories categories;
  private final OutcomeCounter counter = new OutcomeCounter();
  private int images;

  private CocoExport(LabelledRun run, CocoSettings settings) {
    this.run = run;
    this.settings = settings;
    this.verdicts = new BoxVerdicts(run.run(), run.settings());
    this.categories = new CocoCategories(run.run(), run.names(settings.language()));
  }

  /// Writes the annotations of `run` to a temporary file beside `output`, and then puts it in its
  /// place.
  ///
  /// @return how many images it has; videos and pictures that could not be read are left out
  /// @throws IOException when the results cannot be read or the file cannot be written; what was at
  ///   `output` is then left as it was
  public static ExportOutcome write(LabelledRun run, CocoSettings settings, Path output)
      throws IOException {
    CocoExport export = new CocoExport(run, settings);
    WholeFile.write(output, export::write);
    return export.counter.outcome();
  }

  private void write(OutputStream out) throws IOException {
    try (JsonGenerator json = new JsonMapper().createGenerator(out, JsonEncoding.UTF8)) {
      json.useDefaultPrettyPrinter();
      json.writeStartObject();
      writeInfo(json);
      json.writeArrayFieldStart("images");
      run.byFile(picture -> writeImage(json, picture));
      json.writeEndArray();
      json.writeArrayFieldStart("annotations");
      AnnotationWriter annotations = new AnnotationWriter(json);
      run.byFile(annotations::write);
      json.writeEndArray();
      categories.write(json);
      json.writeEndObject();
    }
  }

  private void writeInfo(JsonGenerator json) throws IOException {
    RunInfo info = run.run();
    json.writeObjectFieldStart("info");
    json.writeStringField("description", "Found by " + info.detector() + " in " + info.base());
    json.writeStringField("contributor", info.program());
    json.writeStringField("date_created", info.started());
    json.writeEndObject();
  }

  private void writeImage(JsonGenerator json, LabelledPicture labelled) throws IOException {
    switch (labelled.picture()) {
      case FailedPicture(String file, String reason) -> counter.leftOut(file, reason);
      case DetectedVideo video ->
          counter.leftOut(video.file(), "is a video; COCO has pictures only");
      case DetectedPicture picture when !picture.hasSize() ->
          counter.leftOut(
              picture.file(), "has no size in the results, and COCO has boxes in pixels");
      case DetectedPicture picture -> {
        counter.written();
        images++;
        json.writeStartObject();
        json.writeNumberField("id", images);
        json.writeStringField("file_name", picture.file());
        json.writeNumberField("width", picture.width());
        json.writeNumberField("height", picture.height());
        if (labelled.date().isPresent()) {
          json.writeStringField("datetime", labelled.date().get().format(DATE));
        }
        json.writeEndObject();
      }
    }
  }

  /// Counts the images again, in the same order.
  private final class AnnotationWriter {
    private final JsonGenerator json;
    private int image;
    private long annotation;

    AnnotationWriter(JsonGenerator json) {
      this.json = json;
    }

    void write(LabelledPicture labelled) throws IOException {
      if (labelled.picture() instanceof DetectedPicture picture && picture.hasSize()) {
        image++;
        for (int box : verdicts.counting(labelled, settings.repeated())) {
          annotation++;
          CocoAnnotation.of(picture, box, verdicts.of(labelled, box), categories)
              .write(json, annotation, image);
        }
      }
    }
  }
}
