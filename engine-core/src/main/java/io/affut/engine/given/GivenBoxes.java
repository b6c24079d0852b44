package io.affut.engine.given;

import io.affut.engine.detection.Category;
import io.affut.engine.detection.Detection;
import io.affut.engine.pipeline.FoundPictures;
import io.affut.engine.pipeline.KnownBoxes;
import io.affut.engine.pipeline.PictureFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
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
  private final BoxFile.Heading heading;

  /// By the name of the picture.
  private final Map<String, GivenEntry> entries;

  /// By id; nothing where an id says that a picture is empty.
  private final Map<String, Optional<Category>> categories;

  private final int elsewhere;

  private GivenBoxes(
      Path file,
      float confidence,
      FoundPictures pictures,
      BoxFile.Heading heading,
      EntryPlaces places) {
    this.file = file;
    this.confidence = confidence;
    this.pictures = pictures;
    this.heading = heading;
    this.entries = places.entries();
    this.categories = categories(heading.categories());
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
    BoxFile source = new BoxFile(absolute);
    EntryPlaces places =
        new EntryPlaces(
            absolute,
            found,
            inputs.stream().map(input -> input.toAbsolutePath().normalize()).toList());
    source.paths(places::count);
    BoxFile.Heading heading =
        source.entries(
            new EntryReader(absolute.getFileName().toString(), confidence), places::place);
    FoundPictures pictures =
        new FoundPictures(
            found.base(),
            Stream.concat(found.pictures().stream(), places.absent().stream())
                .sorted(Comparator.comparing(PictureFile::name))
                .toList(),
            Stream.concat(found.problems().stream(), problems(absolute, heading, places)).toList(),
            found.others());
    return new GivenBoxes(absolute, confidence, pictures, heading, places);
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
    LinkedHashSet<Category> all = new LinkedHashSet<>(Category.STANDARD);
    categories.values().forEach(category -> category.ifPresent(all::add));
    return List.copyOf(all);
  }

  /// What cannot be said of any picture.
  private static Stream<String> problems(Path file, BoxFile.Heading heading, EntryPlaces places) {
    return Stream.of(
            heading.nameless() == 0
                ? ""
                : "%s has entries that name no picture: %d".formatted(file, heading.nameless()),
            places.repeated() == 0
                ? ""
                : "%s has entries that name a picture again, of which the first counts: %d"
                    .formatted(file, places.repeated()))
        .filter(problem -> !problem.isEmpty());
  }

  private String fileName() {
    return file.getFileName().toString();
  }

  /// Old files do not explain the ids, which have always been these; 0 has always been nothing.
  private static Map<String, Optional<Category>> categories(Map<String, String> names) {
    Map<String, Optional<Category>> categories = new LinkedHashMap<>();
    categories.put("0", Optional.empty());
    if (names.isEmpty()) {
      for (int i = 0; i < Category.STANDARD.size(); i++) {
        categories.put(Integer.toString(i + 1), Optional.of(Category.STANDARD.get(i)));
      }
    }
    names.forEach((id, name) ->
        categories.put(
            id,
            Optional.of(new Category(name.toLowerCase(Locale.ROOT)))
                .filter(category -> !category.name().equals("empty"))));
    return categories;
  }
}
