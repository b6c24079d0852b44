package io.affut.cli;

import io.affut.engine.pipeline.FoundPictures;
import io.affut.engine.pipeline.PictureFile;
import io.affut.engine.pipeline.PictureFinder;
import io.affut.preprocessing.video.VideoFormat;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;

/// The pictures and folders that a user names.
final class PictureInputs {
  private PictureInputs() {}

  /// What is there.
  ///
  /// @param folder the working folder
  /// @throws UsageException when one of `inputs` does not exist, or there is no picture in them
  static FoundPictures find(Path folder, List<Path> inputs) {
    List<Path> there = inputs.stream().map(folder::resolve).toList();
    for (int i = 0; i < there.size(); i++) {
      if (!Files.exists(there.get(i), LinkOption.NOFOLLOW_LINKS)) {
        throw new UsageException("There is no file or folder %s.".formatted(inputs.get(i)));
      }
    }
    FoundPictures found = PictureFinder.find(there);
    if (found.pictures().isEmpty()) {
      throw new UsageException(
          "No picture found in %s: pictures are JPEG, PNG, BMP, GIF, TIFF and WebP files, videos AVI, MP4, MOV, M4V, MPEG, MPG and MKV files.%s"
              .formatted(
                  String.join(", ", inputs.stream().map(Path::toString).toList()),
                  found.problems().isEmpty()
                      ? ""
                      : " " + String.join("; ", found.problems()) + "."));
    }
    return found;
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
    return new FoundPictures(found.base(), pictures, found.problems());
  }
}
