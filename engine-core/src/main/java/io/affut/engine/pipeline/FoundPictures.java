package io.affut.engine.pipeline;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// What was found in the inputs of a run.
///
/// @param base the folder that the names are relative to; null where the inputs have none in common
/// @param pictures sorted by name, each file once
/// @param problems folders that could not be looked into, a sentence each
/// @param others how many files in folders were left alone, because their names do not end as those
///   of pictures and videos, by what they end in, such as `.txt`; hidden files are not counted
public record FoundPictures(
    Path base, List<PictureFile> pictures, List<String> problems, Map<String, Integer> others) {

  /// The name that a file has in the run.
  ///
  /// @param file in or below [#base]
  public String name(Path file) {
    return name(base, file);
  }

  /// @param base none where the inputs have no folder in common
  static String name(Path base, Path file) {
    Path relative = base == null ? file : base.relativize(file);
    return relative.toString().replace(File.separatorChar, '/');
  }
}
