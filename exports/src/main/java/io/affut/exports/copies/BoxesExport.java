package io.affut.exports.copies;

import io.affut.engine.detection.BoundingBox;
import io.affut.engine.detection.Detection;
import io.affut.engine.results.DetectedPicture;
import io.affut.engine.species.LabelNames;
import io.affut.engine.species.LabelledPicture;
import io.affut.engine.species.LabelledRun;
import io.affut.engine.species.Verdict;
import io.affut.exports.boxes.BoxDrawing;
import io.affut.exports.boxes.CategoryColours;
import io.affut.exports.boxes.LabelledBox;
import io.affut.exports.files.CopiedFile;
import io.affut.exports.files.UnreadableSourceException;
import io.affut.exports.outcome.ExportOutcome;
import io.affut.exports.verdicts.BoxVerdicts;
import io.affut.preprocessing.picture.PictureReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/// Draws what was found on copies of the pictures of a run: upright JPEG files of quality 90 in the
/// same folders as the originals.
public final class BoxesExport {
  private final BoxesSettings settings;
  private final BoxVerdicts verdicts;
  private final LabelNames names;
  private final LookedAt pictures;
  private final BoxDrawing drawing = new BoxDrawing();

  private BoxesExport(LabelledRun run, BoxesSettings settings, PictureReader reader) {
    this.settings = settings;
    this.verdicts = new BoxVerdicts(run.run(), run.settings());
    this.names = run.names(settings.language());
    this.pictures = new LookedAt(reader);
  }

  /// Writes copies of the pictures of `run` in which something was found to `target`. Their times
  /// are those of the pictures.
  ///
  /// @param reader that the caller owns
  /// @return how many copies there are; a picture without a box to draw is unwanted
  /// @throws io.affut.engine.results.OutputException when the pictures themselves lie in `target`
  /// @throws IOException when the results cannot be read or a copy cannot be written
  public static ExportOutcome write(
      LabelledRun run, BoxesSettings settings, PictureReader reader, Path target)
      throws IOException {
    return CopyTree.write(run, target, new BoxesExport(run, settings, reader)::copy);
  }

  private int copy(LabelledPicture labelled, DetectedPicture seen, Path source, Path wanted)
      throws UnreadableSourceException, IOException {
    List<LabelledBox> boxes = new ArrayList<>();
    verdicts
        .counting(labelled, settings.repeated())
        .forEach(i -> boxes.add(box(seen.detections().get(i), verdicts.of(labelled, i))));
    if (boxes.isEmpty()) {
      return 0;
    }
    // The most confident comes first, and is to lie on top.
    Collections.reverse(boxes);
    CopiedFile.keepTimes(source, drawing.write(pictures.read(source, seen), boxes, wanted));
    return 1;
  }

  private LabelledBox box(Detection detection, Verdict verdict) {
    BoundingBox box = detection.box();
    String label = names.display(verdict.label());
    String text = String.format(Locale.ROOT, "%s %.2f", label, verdict.score());
    return new LabelledBox(
        text,
        CategoryColours.of(detection.category().name()),
        box.x(),
        box.y(),
        box.width(),
        box.height());
  }
}
