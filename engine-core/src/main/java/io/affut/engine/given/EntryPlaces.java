package io.affut.engine.given;

import io.affut.engine.pipeline.FoundPictures;
import io.affut.engine.pipeline.PictureFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Brings the entries of a file and the pictures of a run together. All paths are counted first, to
/// see where they begin; then each entry is placed.
final class EntryPlaces {
  /// What stands for bytes that are no UTF-8 where a path is shown, as in results.
  private static final char REPLACED = '\uFFFD';

  private final String fileName;
  private final FoundPictures found;
  private final List<Path> inputs;
  private final Map<Path, PictureFile> byPath;
  private final Map<Path, PictureFile> byRealPath = new HashMap<>();

  /// Pictures whose paths no text can spell, because they are no UTF-8, by what is shown of them.
  private final Map<String, List<PictureFile>> unspeakable;

  private final PathRoot root;

  /// By the name of the picture.
  private final Map<String, GivenEntry> entries = new HashMap<>();

  private final List<PictureFile> absent = new ArrayList<>();
  private int nameless;
  private int elsewhere;
  private int repeated;

  /// @param file that the entries are in, absolute
  /// @param found in the inputs
  /// @param inputs the files and folders that the user named, absolute
  EntryPlaces(Path file, FoundPictures found, List<Path> inputs) {
    this.fileName = file.getFileName().toString();
    this.found = found;
    this.inputs = inputs;
    this.byPath =
        found.pictures().stream()
            .collect(Collectors.toMap(PictureFile::path, Function.identity(), (a, b) -> a));
    this.unspeakable =
        found.pictures().stream()
            .filter(picture -> picture.path().toString().indexOf(REPLACED) >= 0)
            .collect(Collectors.groupingBy(picture -> picture.path().toString()));
    LinkedHashSet<Path> roots = new LinkedHashSet<>();
    inputs.forEach(input -> roots.add(Files.isDirectory(input) ? input : input.getParent()));
    Optional.ofNullable(found.base()).ifPresent(roots::add);
    roots.add(file.getParent());
    this.root = new PathRoot(List.copyOf(roots), this::isPicture);
  }

  /// Takes the path of an entry into account.
  void count(String path) {
    root.count(path);
  }

  /// Counts an entry that names no picture.
  void addNameless() {
    nameless++;
  }

  /// Puts an entry to its picture. One whose picture is not there gets a picture that has failed;
  /// one outside of the inputs is counted and left.
  void place(GivenEntry entry) {
    Optional<Path> place = root.resolve(entry.file());
    if (place.filter(path -> inputs.stream().noneMatch(path::startsWith)).isPresent()) {
      elsewhere++;
      return;
    }
    List<PictureFile> shown = place.map(this::shownAs).orElse(List.of());
    if (shown.size() > 1) {
      String reason = "has a name in %s that several pictures are shown with, as it is no UTF-8";
      put(shown.getFirst().name(), GivenEntry.failed(entry.file(), reason.formatted(fileName)));
      return;
    }
    Optional<PictureFile> picture = shown.stream().findFirst().or(() -> place.map(byPath::get));
    if (picture.isPresent()) {
      put(picture.get().name(), entry);
      return;
    }
    boolean exists = place.filter(Files::exists).isPresent();
    place
        .filter(path -> exists)
        .flatMap(this::byAnotherPath)
        .ifPresentOrElse(other -> put(other.name(), entry), () -> fail(entry, place, exists));
  }

  private boolean isPicture(Path path) {
    return byPath.containsKey(path) || !shownAs(path).isEmpty();
  }

  private List<PictureFile> shownAs(Path path) {
    return unspeakable.isEmpty() ? List.of() : unspeakable.getOrDefault(path.toString(), List.of());
  }

  private void fail(GivenEntry entry, Optional<Path> place, boolean exists) {
    String name = place.map(found::name).orElse(entry.file());
    String reason =
        exists
            ? "is named in %s, and is none of the pictures that are looked at"
            : "is named in %s, and does not exist";
    if (put(name, GivenEntry.failed(entry.file(), reason.formatted(fileName)))) {
      absent.add(new PictureFile(name, place.orElse(Path.of(fileName))));
    }
  }

  /// The first counts. Another path to the same picture is no repetition.
  private boolean put(String picture, GivenEntry entry) {
    GivenEntry first = entries.putIfAbsent(picture, entry);
    if (first != null && first.file().equals(entry.file())) {
      repeated++;
    }
    return first == null;
  }

  /// A picture that can be reached in two ways was found by one of them.
  private Optional<PictureFile> byAnotherPath(Path place) {
    if (byRealPath.isEmpty()) {
      found.pictures().forEach(picture -> byRealPath.put(real(picture.path()), picture));
    }
    return Optional.ofNullable(byRealPath.get(real(place)));
  }

  private static Path real(Path path) {
    try {
      return path.toRealPath();
    } catch (IOException e) {
      return path; // a link that leads nowhere: reading it says so
    }
  }

  /// What is said of pictures, by their names.
  Map<String, GivenEntry> entries() {
    return entries;
  }

  /// Pictures below the inputs that only the file knows.
  List<PictureFile> absent() {
    return absent;
  }

  /// How many entries name no picture.
  int nameless() {
    return nameless;
  }

  /// How many entries name something outside of the inputs.
  int elsewhere() {
    return elsewhere;
  }

  /// How many entries name a picture that an earlier one names.
  int repeated() {
    return repeated;
  }
}
