package io.affut.exports.copies;

import io.affut.engine.detection.BoundingBox;
import io.affut.engine.detection.Category;
import io.affut.engine.results.DetectedPicture;
import io.affut.engine.species.LabelNames;
import io.affut.engine.species.LabelledPicture;
import io.affut.engine.species.LabelledRun;
import io.affut.exports.files.CopiedFile;
import io.affut.exports.files.SafeName;
import io.affut.exports.files.UnreadableSourceException;
import io.affut.exports.jpeg.JpegCopies;
import io.affut.exports.jpeg.PictureCopy;
import io.affut.exports.outcome.ExportOutcome;
import io.affut.exports.verdicts.BoxVerdicts;
import io.affut.preprocessing.picture.Picture;
import io.affut.preprocessing.picture.PictureReader;
import io.affut.preprocessing.resize.Crop;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// Cuts the animals out of the pictures of a run: a JPEG file of quality 90 an animal, upright, in
/// the same folders as the originals.
///
/// A crop is the box itself, in whole pixels, and not the square that a classifier sees.
public final class CropsExport {
  private final CropSettings settings;
  private final BoxVerdicts verdicts;
  private final LabelNames names;
  private final LookedAt pictures;

  private CropsExport(LabelledRun run, CropSettings settings, PictureReader reader) {
    this.settings = settings;
    this.verdicts = new BoxVerdicts(run.run(), run.settings());
    this.names = run.names(settings.language());
    this.pictures = new LookedAt(reader);
  }

  /// Writes the crops of `run` to `target`, as `<name>_<number>_<label>.jpg`. Their times are those
  /// of the pictures.
  ///
  /// @param reader that the caller owns
  /// @return how many crops there are; a picture without an animal is unwanted
  /// @throws io.affut.engine.results.OutputException when the pictures themselves lie in `target`
  /// @throws IOException when the results cannot be read or a crop cannot be written
  public static ExportOutcome write(
      LabelledRun run, CropSettings settings, PictureReader reader, Path target)
      throws IOException {
    return CopyTree.write(run, target, new CropsExport(run, settings, reader)::copy);
  }

  private int copy(LabelledPicture labelled, DetectedPicture seen, Path source, Path wanted)
      throws UnreadableSourceException, IOException {
    List<Integer> animals =
        verdicts.counting(labelled, settings.repeated()).stream()
            .filter(i -> seen.detections().get(i).category().equals(Category.ANIMAL))
            .filter(i -> settings.all() || labelled.best().orElse(-1) == i)
            .toList();
    if (animals.isEmpty()) {
      return 0;
    }
    Picture picture = pictures.read(source, seen);
    for (int animal : animals) {
      Crop crop = pixels(seen.detections().get(animal).box(), picture.width(), picture.height());
      String label = names.of(verdicts.of(labelled, animal).label());
      String name = "%s_%d_%s.jpg".formatted(stem(wanted), animal + 1, label);
      Path file =
          JpegCopies.write(PictureCopy.of(picture, crop), wanted.resolveSibling(SafeName.of(name)));
      CopiedFile.keepTimes(source, file);
    }
    return animals.size();
  }

  /// Every pixel that the box touches.
  static Crop pixels(BoundingBox box, int width, int height) {
    int left = Math.clamp((int) Math.floor(box.x() * (double) width), 0, width - 1);
    int top = Math.clamp((int) Math.floor(box.y() * (double) height), 0, height - 1);
    double right = ((double) box.x() + box.width()) * width;
    double bottom = ((double) box.y() + box.height()) * height;
    int endX = Math.clamp((int) Math.ceil(right), left + 1, width);
    int endY = Math.clamp((int) Math.ceil(bottom), top + 1, height);
    return new Crop(left, top, endX - left, endY - top);
  }

  private static String stem(Path file) {
    String name = file.getFileName().toString();
    int dot = name.lastIndexOf('.');
    return dot > 0 ? name.substring(0, dot) : name;
  }
}
