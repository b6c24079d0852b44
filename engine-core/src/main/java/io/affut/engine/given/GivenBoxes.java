package io.affut.engine.given;

import io.affut.engine.detection.Category;
import io.affut.engine.detection.Detection;
import io.affut.engine.megadetector.BatchFile;
import io.affut.engine.megadetector.BatchFormatException;
import io.affut.engine.megadetector.BatchHeading;
import io.affut.engine.pipeline.FoundPictures;
import io.affut.engine.pipeline.KnownBoxes;
import io.affut.engine.pipeline.PictureFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// The boxes that a file in MegaDetector's format has for the pictures of a run.
///
/// No picture and no entry is lost: an entry that says of a failure, or cannot be understood, a
/// picture that the file does not name, and an entry below the inputs whose picture is not there,
/// are all failures with their reason. Entries outside of the inputs are only counted.
///
/// What is held in memory are the boxes of these pictures; the file itself may have any size.
public final class GivenBoxes implements KnownBoxes {
  /// DeepFaune's threshold for boxes of another program.
  public static final float USUAL_CONFIDENCE = 0.4f;

  private final Path file;
  private final float confidence;
  private final FoundPictures pictures;
  private final BatchHeading heading;

  /// By the name of the picture.
  private final Map<String, GivenEntry> entries;

  /// By id; nothing where an id says that a picture is empty.
  private final Map<String, Optional<Category>> categories;

  private final int elsewhere;

  private GivenBoxes(
      Path file,
      float confidence,
      FoundPictures pictures,
      BatchHeading heading,
      EntryPlaces places) {
    this.file = file;
    this.confidence = confidence;
    this.pictures = pictures;
    this.heading = heading;
    this.entries = places.entries();
    this.categories = heading.categories();
    this.elsewhere = places.elsewhere();
  }

  /// Reads `file`, twice: first to see which folder its relative paths begin at.
  ///
  /// That is one of the folders of the inputs, or the folder that all of them have in common, or
  /// the file's own: the one below which most of its paths are pictures of the run.
  ///
  /// @param found in the inputs
  /// @param inputs the files and folders that the user named
  /// @param confidence boxes are kept that are more confident
  /// @throws BoxFileException when it is no such file, or ends in the middle
  public static GivenBoxes read(
      Path file, FoundPictures found, List<Path> inputs, float confidence) {
    Path absolute = file.toAbsolutePath().normalize();
    EntryPlaces places =
        new EntryPlaces(
            absolute,
            found,
            inputs.stream().map(input -> input.toAbsolutePath().normalize()).toList());
    BatchHeading heading =
        place(
            new BatchFile(absolute),
            new EntryReader(absolute.getFileName().toString(), confidence),
            places,
            absolute);
    FoundPictures pictures =
        new FoundPictures(
            found.base(),
            Stream.concat(found.pictures().stream(), places.absent().stream())
                .sorted(Comparator.comparing(PictureFile::name))
                .toList(),
            Stream.concat(found.problems().stream(), problems(absolute, places)).toList());
    return new GivenBoxes(absolute, confidence, pictures, heading, places);
  }

  private static BatchHeading place(
      BatchFile file, EntryReader reader, EntryPlaces places, Path path) {
    try {
      BatchHeading heading = file.heading(places::count);
      if (!heading.formatVersion().matches("1(\\..*)?")) {
        throw refused(
            path, "its format is %s, and only 1 is known".formatted(heading.formatVersion()), null);
      }
      file.forEach(
          picture -> reader.read(picture).ifPresentOrElse(places::place, places::addNameless));
      return heading;
    } catch (BatchFormatException e) {
      throw refused(path, e.getMessage(), e);
    } catch (IOException e) {
      throw new BoxFileException(
          "The file %s cannot be read: %s.".formatted(path, e.getMessage()), e);
    }
  }

  private static BoxFileException refused(Path file, String why, Throwable cause) {
    return new BoxFileException(
        "The file %s is no result file in MegaDetector's format: %s.".formatted(file, why), cause);
  }

  @Override
  public float confidence() {
    return confidence;
  }

  @Override
  public Known of(PictureFile picture) {
    GivenEntry entry = entries.get(picture.name());
    if (entry == null) {
      return new Nothing("is not named in %s, so nobody has looked at it".formatted(fileName()));
    }
    if (entry.failure().isPresent()) {
      return new Nothing(entry.failure().get());
    }
    List<Detection> detections = new ArrayList<>();
    for (GivenEntry.Box box : entry.boxes()) {
      Optional<Category> category = categories.get(box.category());
      if (category == null) {
        return new Nothing(
            "has a box of the category %s in %s, which does not say what that is"
                .formatted(box.category(), fileName()));
      }
      category.ifPresent(c -> detections.add(new Detection(c, box.confidence(), box.box())));
    }
    return new Found(List.copyOf(detections));
  }

  /// The pictures of the run: those that were found, and those that only the file knows. Problems
  /// of the file are among its problems.
  public FoundPictures pictures() {
    return pictures;
  }

  /// How many entries name something outside of the inputs.
  public int elsewhere() {
    return elsewhere;
  }

  /// The detector that found the boxes, as the file names it.
  public Optional<String> detector() {
    return heading.detector();
  }

  /// The confidence that the detector is usually used with, where the file says it, 0 to 1.
  public Optional<Float> typicalConfidence() {
    return heading.typicalConfidence();
  }

  /// The side of the detector's input in pixels; 0 where the file does not say it.
  public int inputSize() {
    return heading.imageSize();
  }

  /// All categories of the file, the three standard ones first.
  public List<Category> categories() {
    return heading.inOrder();
  }

  /// What cannot be said of any picture.
  private static Stream<String> problems(Path file, EntryPlaces places) {
    return Stream.of(
            places.nameless() == 0
                ? ""
                : "%s has entries that name no picture: %d".formatted(file, places.nameless()),
            places.repeated() == 0
                ? ""
                : "%s has entries that name a picture again, of which the first counts: %d"
                    .formatted(file, places.repeated()))
        .filter(problem -> !problem.isEmpty());
  }

  private String fileName() {
    return file.getFileName().toString();
  }
}
