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
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/// Finds the pictures in the files and folders that a user names.
///
/// A named file is always taken; in folders, at any depth, what has a picture's or a video's
/// extension is, hidden files, the `._` files of macOS and folders with a [#EXPORT_MARKER]
/// excepted. Links are followed, but no folder is visited twice on one way, and a file that can be
/// reached twice is one picture.
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

  private final List<Path> files = new ArrayList<>();
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
    return new FoundPictures(base, finder.pictures(base), List.copyOf(finder.problems));
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
              if (!isHidden(file) && (hasPictureExtension(file) || VideoFormat.isNamed(file))) {
                files.add(file);
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
