package io.affut.exports.copies;

import io.affut.engine.detection.Category;
import io.affut.engine.detection.Detection;
import io.affut.engine.results.DetectedPicture;
import io.affut.engine.results.OutputException;
import io.affut.engine.species.LabelledPicture;
import io.affut.engine.species.LabelledRun;
import io.affut.exports.files.CopiedFile;
import io.affut.exports.files.FreeNames;
import io.affut.exports.files.UnreadableSourceException;
import io.affut.exports.jpeg.JpegCopies;
import io.affut.exports.jpeg.KeptExif;
import io.affut.exports.jpeg.PictureCopy;
import io.affut.exports.outcome.ExportOutcome;
import io.affut.preprocessing.picture.Picture;
import io.affut.preprocessing.picture.PictureReader;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Copies the pictures of a run with the people on them blurred, in the same folders as the
/// originals.
///
/// Every box of a person is blurred that the run has kept, however unsure the detector was; people
/// that it did not find stay as they are. Only pictures with people are written anew, upright, as
/// JPEG files of quality 90 with the EXIF of the original but without the small pictures in it; all
/// others are copied byte by byte. A picture that cannot be read is not copied.
public final class BlurredExport {
  private final BlurSettings settings;
  private final LookedAt pictures;
  private final FreeNames names = new FreeNames();

  private BlurredExport(BlurSettings settings, PictureReader reader) {
    this.settings = settings;
    this.pictures = new LookedAt(reader);
  }

  /// Writes the copies to `target`. Their times are those of the pictures.
  ///
  /// @param reader that the caller owns
  /// @throws OutputException when the pictures themselves lie in `target`, or the detector of the
  ///   run does not know people, or boxes that recur at the same place were left out
  /// @throws IOException when the results cannot be read or a copy cannot be written
  public static ExportOutcome write(
      LabelledRun run, BlurSettings settings, PictureReader reader, Path target)
      throws IOException {
    if (!run.run().categories().contains(Category.PERSON)) {
      throw new OutputException(
          """
          The detector %s does not find people, so there is nothing to blur: run again with \
          another.\
          """
              .formatted(run.run().detector()));
    }
    if (run.settings().withoutRepeated()) {
      throw new OutputException(
          """
          People at the place of a repeated box would not be blurred: export without leaving \
          repeated boxes out.\
          """);
    }
    return CopyTree.write(run, target, new BlurredExport(settings, reader)::copy);
  }

  private int copy(LabelledPicture labelled, DetectedPicture seen, Path source, Path wanted)
      throws UnreadableSourceException, IOException {
    List<Detection> hidden = seen.detections().stream().filter(this::isToBeBlurred).toList();
    if (hidden.isEmpty()) {
      copyBytes(source, wanted);
    } else {
      copyBlurred(pictures.read(source, seen), hidden, source, wanted);
    }
    return 1;
  }

  private boolean isToBeBlurred(Detection detection) {
    return detection.category().equals(Category.PERSON)
        || settings.vehicles() && detection.category().equals(Category.VEHICLE);
  }

  private void copyBytes(Path source, Path wanted) throws UnreadableSourceException, IOException {
    Path folder = Files.createDirectories(wanted.getParent());
    if (Files.isRegularFile(wanted) && isSame(source, wanted)) {
      return;
    }
    Path taken = names.take(folder, wanted.getFileName().toString());
    try {
      CopiedFile.write(source, taken);
    } catch (UnreadableSourceException | IOException e) {
      Files.deleteIfExists(taken);
      throw e;
    }
  }

  private static boolean isSame(Path source, Path copy) throws UnreadableSourceException {
    try {
      return Files.mismatch(source, copy) < 0;
    } catch (IOException e) {
      throw new UnreadableSourceException(e);
    }
  }

  private static void copyBlurred(Picture picture, List<Detection> people, Path source, Path wanted)
      throws UnreadableSourceException, IOException {
    BufferedImage copy = PictureCopy.of(picture);
    for (Detection person : people) {
      MeanBlur.blur(copy, CropsExport.pixels(person.box(), copy.getWidth(), copy.getHeight()));
    }
    byte[] jpeg = JpegCopies.encode(copy);
    Optional<KeptExif> exif = exif(source, copy.getWidth(), copy.getHeight());
    Path file = JpegCopies.write(exif.isPresent() ? exif.get().in(jpeg) : jpeg, wanted);
    CopiedFile.keepTimes(source, file);
  }

  private static Optional<KeptExif> exif(Path source, int width, int height)
      throws UnreadableSourceException {
    try {
      return KeptExif.of(source, width, height);
    } catch (IOException e) {
      throw new UnreadableSourceException(e);
    }
  }
}
