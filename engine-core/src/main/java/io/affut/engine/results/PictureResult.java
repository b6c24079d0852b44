package io.affut.engine.results;

/// What became of one picture.
public sealed interface PictureResult permits DetectedPicture, FailedPicture {

  /// The picture's path relative to the run's base folder, with forward slashes.
  String file();
}
