package io.affut.engine.species;

import io.affut.preprocessing.picture.CaptureDate;
import java.util.Optional;
import java.util.regex.Matcher;

/// A picture as far as sequences are concerned.
///
/// @param file its path relative to the run's base folder, with forward slashes
/// @param camera whose picture it is
/// @param date when it was taken, by the camera's clock as it was
record Shot(String file, String camera, Optional<CaptureDate> date) {

  /// The camera of pictures that lie in the base folder itself.
  private static final String HERE = ".";

  /// A picture of the camera that the settings find in its path.
  static Shot of(String file, Optional<CaptureDate> date, LabelSettings settings) {
    return new Shot(file, camera(file, settings), date);
  }

  /// The first group of the pattern, or its whole match; the folder where there is no pattern, or
  /// where it does not match.
  private static String camera(String file, LabelSettings settings) {
    if (settings.camera().isPresent()) {
      Matcher matcher = settings.camera().get().matcher(file);
      if (matcher.find()) {
        String group = matcher.groupCount() > 0 ? matcher.group(1) : matcher.group();
        if (group != null) {
          return group;
        }
      }
    }
    int slash = file.lastIndexOf('/');
    return slash < 0 ? HERE : file.substring(0, slash);
  }
}
