package io.affut.engine.pipeline;

import io.affut.preprocessing.video.VideoFormat;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Finds the pictures in the files and folders that a user names.
///
/// A named file is always taken; in folders, at any depth, what has a picture's or a video's
/// extension is, hidden files, the `._` files of macOS and folders with a [#EXPORT_MARKER]
/// excepted. Other files are counted by their endings. Links are followed, but no folder is visited
/// twice on one way, and a file that can be reached twice is one picture.
public final class PictureFinder {
  /// The name of the file that marks a folder as written by an export: pictures in it, at any
  /// depth, are copies of pictures that lie elsewhere. A marked folder that the user names is
  /// searched all the same.
  public static final String EXPORT_MARKER = ".affut-export";

  /// HEIC and AVIF cannot be decoded, but are found, so that they are listed as failures and not
  /// lost.
  private static final Set<String> EXTENSIONS =
      Set.of(
          "jpg", "jpeg", "jpe", "png", "bmp", "gif", "tif", "tiff", "webp", "heic", "heif", "avif");

  /// An ending that tells what a file is. What follows the last dot of a sentence is none.
  private static final Pattern ENDING = Pattern.compile("(?s).+(\\.[A-Za-z0-9]{1,8})");

  private final List<Path> files = new ArrayList<>();
  private final Set<Path> others = new HashSet<>();
  private final List<String> problems = new ArrayList<>();

  private PictureFinder() {}

  /// Finds the pictures of `inputs`, each of which exists.
  public static FoundPictures find(List<Path> inputs) {
    PictureFinder finder = new PictureFinder();
    List<Path> folders = new ArrayList<>();
    for (Path input : inputs) {
      Path absolute = absolute(input);
      if (Files.isDirectory(absolute)) {
        folders.add(absolute);
        finder.walk(absolute);
      } else {
        folders.add(absolute.getParent());
        finder.files.add(absolute);
      }
    }
    Path base = deepestCommon(folders);
    return new FoundPictures(
        base, finder.pictures(base), List.copyOf(finder.problems), finder.others());
  }

  /// Without `.` and `..`, unless a link before a `..` makes that another place.
  private static Path absolute(Path input) {
    Path plain = input.toAbsolutePath().normalize();
    try {
      return Files.isSameFile(input, plain) ? plain : input.toRealPath();
    } catch (IOException e) {
      return plain; // a link that leads nowhere: reading it says so
    }
  }

  private void walk(Path folder) {
    try {
      Files.walkFileTree(
          folder,
          EnumSet.of(FileVisitOption.FOLLOW_LINKS),
          Integer.MAX_VALUE,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path visited, BasicFileAttributes attributes) {
              boolean skipped = !visited.equals(folder) && (isHidden(visited) || isExport(visited));
              return skipped ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
              if (!isHidden(file)) {
                boolean wanted = hasPictureExtension(file) || VideoFormat.isNamed(file);
                (wanted ? files : others).add(wanted ? file : identity(file));
              }
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failure) {
              // A loop is no problem: its folder is visited on the way that leads to it first.
              if (!(failure instanceof FileSystemLoopException)) {
                problems.add("%s cannot be looked into: %s".formatted(file, reason(failure)));
              }
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, IOException failure) {
              if (failure != null) {
                problems.add("%s was not read to its end: %s".formatted(visited, reason(failure)));
              }
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      problems.add("%s cannot be looked into: %s".formatted(folder, reason(e)));
    }
  }

  private List<PictureFile> pictures(Path base) {
    Set<Path> seen = new HashSet<>();
    return files.stream()
        .map(file -> new PictureFile(FoundPictures.name(base, file), file))
        .sorted(Comparator.comparing(PictureFile::name))
        .filter(picture -> seen.add(identity(picture.path())))
        .toList();
  }

  private Map<String, Integer> others() {
    Map<String, Integer> counts = new TreeMap<>();
    for (Path other : others) {
      Matcher ending = ENDING.matcher(other.getFileName().toString());
      counts.merge(
          ending.matches() ? ending.group(1).toLowerCase(Locale.ROOT) : "", 1, Integer::sum);
    }
    return Collections.unmodifiableMap(counts);
  }

  private static Path identity(Path file) {
    try {
      return file.toRealPath();
    } catch (IOException e) {
      return file; // a link that leads nowhere: reading it says so
    }
  }

  private static Path deepestCommon(List<Path> folders) {
    Path common = folders.getFirst();
    for (Path folder : folders) {
      while (common != null && !folder.startsWith(common)) {
        common = common.getParent();
      }
    }
    return common;
  }

  private static boolean isHidden(Path file) {
    return file.getFileName().toString().startsWith(".");
  }

  private static boolean isExport(Path folder) {
    return Files.exists(folder.resolve(EXPORT_MARKER), LinkOption.NOFOLLOW_LINKS);
  }

  private static boolean hasPictureExtension(Path file) {
    String name = file.getFileName().toString();
    int dot = name.lastIndexOf('.');
    return dot > 0 && EXTENSIONS.contains(name.substring(dot + 1).toLowerCase(Locale.ROOT));
  }

  private static String reason(IOException failure) {
    return failure instanceof AccessDeniedException
        ? "permission denied"
        : Stream.of(failure.getMessage(), failure.getClass().getSimpleName())
            .filter(Objects::nonNull)
            .findFirst()
            .orElseThrow();
  }
}
