package io.affut.cli;

import io.affut.engine.pipeline.FoundPictures;
import io.affut.engine.pipeline.PictureFile;
import io.affut.engine.pipeline.PictureFinder;
import io.affut.preprocessing.video.VideoFormat;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The pictures and folders that a user names.
final class PictureInputs {
  private static final int ENDINGS_SHOWN = 6;

  private PictureInputs() {}

  /// What is there.
  ///
  /// @param folder the working folder
  /// @throws UsageException when one of `inputs` does not exist, or there is no picture in them
  static FoundPictures find(Path folder, List<Path> inputs) {
    if (inputs.contains(Path.of(""))) {
      throw new UsageException(
          "One of the pictures and folders is an empty name; for this folder write a full stop.");
    }
    List<Path> there = inputs.stream().map(folder::resolve).toList();
    for (int i = 0; i < there.size(); i++) {
      if (!Files.exists(there.get(i), LinkOption.NOFOLLOW_LINKS)) {
        throw new UsageException("There is no file or folder %s.".formatted(inputs.get(i)));
      }
    }
    FoundPictures found = PictureFinder.find(there);
    if (found.pictures().isEmpty()) {
      throw new UsageException(
          "No picture found in %s: pictures are JPEG, PNG, BMP, GIF, TIFF and WebP files, videos AVI, MP4, MOV, M4V, MPEG, MPG and MKV files.%s%s"
              .formatted(
                  String.join(", ", inputs.stream().map(Path::toString).toList()),
                  found.problems().isEmpty() ? "" : " " + String.join("; ", found.problems()) + ".",
                  leftAlone(found).map(" "::concat).orElse("")));
    }
    return found;
  }

  /// What is said of files that were left alone; empty where there are none.
  static Optional<String> leftAlone(FoundPictures found) {
    if (found.others().isEmpty()) {
      return Optional.empty();
    }
    Stream<String> most =
        found.others().entrySet().stream()
            .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
            .limit(ENDINGS_SHOWN)
            .map(ending ->
                "%d %s"
                    .formatted(
                        ending.getValue(),
                        ending.getKey().isEmpty() ? "without an ending" : ending.getKey()));
    boolean more = found.others().size() > ENDINGS_SHOWN;
    return Optional.of(
        "Left alone, for their names do not end as those of pictures and videos: %s%s."
            .formatted(most.collect(Collectors.joining(", ")), more ? " and others" : ""));
  }

  /// The pictures of what was found, for what measures pictures.
  ///
  /// @throws UsageException when there are only videos
  static FoundPictures withoutVideos(FoundPictures found) {
    List<PictureFile> pictures =
        found.pictures().stream().filter(file -> !VideoFormat.isNamed(file.path())).toList();
    if (pictures.isEmpty()) {
      throw new UsageException("There are only videos, and what is measured are pictures.");
    }
    return new FoundPictures(found.base(), pictures, found.problems(), found.others());
  }
}
