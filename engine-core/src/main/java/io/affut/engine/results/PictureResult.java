package io.affut.engine.results;

import io.affut.preprocessing.picture.CaptureDate;
import java.util.Optional;

/// What became of one picture, or of one video.
public sealed interface PictureResult permits DetectedPicture, DetectedVideo, FailedPicture {

  /// The picture's path relative to the run's base folder, with forward slashes.
  String file();

  /// The same under another path.
  PictureResult named(String other);

  /// When it was taken, as the file says; none for what could not be looked at.
  Optional<CaptureDate> date();
}
