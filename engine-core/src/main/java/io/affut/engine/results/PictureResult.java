package io.affut.engine.results;

/// What became of one picture, or of one video.
public sealed interface PictureResult permits DetectedPicture, DetectedVideo, FailedPicture {

  /// The picture's path relative to the run's base folder, with forward slashes.
  String file();
}
