package io.affut.engine.given;

import io.affut.engine.detection.Category;
import io.affut.engine.detection.Detection;
import io.affut.engine.pipeline.FoundPictures;
import io.affut.engine.pipeline.KnownBoxes;
import io.affut.engine.pipeline.PictureFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
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

  /// By the name of the picture.
  private final Map<String, GivenEntry> entries = new HashMap<>();

  private final Path file;
  private final float confidence;
  private final FoundPictures pictures;
  private final BoxFile.Heading heading;

  /// By id; nothing where an id says that a picture is empty.
  private final Map<String, Optional<Category>> categories;

  private int elsewhere;
  private int repeated;

  private GivenBoxes(Path file, FoundPictures found, List<Path> inputs, float confidence) {
    this.file = file;
    this.confidence = confidence;
    BoxFile source = new BoxFile(file);
    Map<Path, PictureFile> byPath =
        found.pictures().stream()
            .collect(Collectors.toMap(PictureFile::path, Function.identity(), (a, b) -> a));
    PathRoot root = new PathRoot(roots(file, found, inputs), byPath.keySet());
    source.paths(root::count);
    Map<String, PictureFile> absent = new LinkedHashMap<>();
    Map<Path, PictureFile> byRealPath = new HashMap<>();
    this.heading =
        source.entries(
            new EntryReader(fileName(), confidence),
            entry -> {
              Optional<Path> place = root.resolve(entry.file());
              PictureFile picture = place.map(byPath::get).orElse(null);
              if (picture == null && place.filter(p -> !isBelow(p, inputs)).isPresent()) {
                elsewhere++;
                return;
              }
              if (picture == null && place.filter(Files::exists).isPresent()) {
                picture = linked(place.get(), found, byRealPath).orElse(null);
              }
              if (picture == null) {
                String name = place.map(found::name).orElse(entry.file());
                picture = new PictureFile(name, place.orElse(file));
                absent.putIfAbsent(name, picture);
                put(picture, GivenEntry.failed(entry.file(), absence(place)));
              } else {
                put(picture, entry);
              }
            });
    this.categories = categories(heading.categories());
    this.pictures =
        new FoundPictures(
            found.base(),
            Stream.concat(found.pictures().stream(), absent.values().stream())
                .sorted(Comparator.comparing(PictureFile::name))
                .toList(),
            Stream.concat(found.problems().stream(), problems()).toList());
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
    return new GivenBoxes(
        file.toAbsolutePath().normalize(),
        found,
        inputs.stream().map(input -> input.toAbsolutePath().normalize()).toList(),
        confidence);
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

  private static List<Path> roots(Path file, FoundPictures found, List<Path> inputs) {
    LinkedHashSet<Path> folders = new LinkedHashSet<>();
    inputs.forEach(input -> folders.add(Files.isDirectory(input) ? input : input.getParent()));
    if (found.base() != null) {
      folders.add(found.base());
    }
    folders.add(file.getParent());
    return List.copyOf(folders);
  }

  private static boolean isBelow(Path place, List<Path> inputs) {
    return inputs.stream().anyMatch(place::startsWith);
  }

  /// A picture that has two paths is found by one of them.
  private static Optional<PictureFile> linked(
      Path place, FoundPictures found, Map<Path, PictureFile> byRealPath) {
    if (byRealPath.isEmpty()) {
      found.pictures().forEach(picture -> byRealPath.put(real(picture.path()), picture));
    }
    return Optional.ofNullable(byRealPath.get(real(place)));
  }

  private static Path real(Path path) {
    try {
      return path.toRealPath();
    } catch (IOException e) {
      return path;
    }
  }

  /// The first counts. Another path to the same picture is no repetition.
  private void put(PictureFile picture, GivenEntry entry) {
    GivenEntry first = entries.putIfAbsent(picture.name(), entry);
    if (first != null && first.file().equals(entry.file())) {
      repeated++;
    }
  }

  private String absence(Optional<Path> place) {
    return place.filter(Files::exists).isPresent()
        ? "is named in %s, and is none of the pictures that are looked at".formatted(fileName())
        : "is named in %s, and does not exist".formatted(fileName());
  }

  private Stream<String> problems() {
    return Stream.of(
            heading.nameless() == 0
                ? ""
                : "%s has entries that name no picture: %d".formatted(file, heading.nameless()),
            repeated == 0
                ? ""
                : "%s names pictures again, %d times; what it says first of each counts"
                    .formatted(file, repeated))
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
