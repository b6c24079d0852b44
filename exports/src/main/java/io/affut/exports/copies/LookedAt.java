package io.affut.exports.copies;

import io.affut.engine.results.DetectedPicture;
import io.affut.exports.files.UnreadableSourceException;
import io.affut.preprocessing.picture.DecodeScale;
import io.affut.preprocessing.picture.Picture;
import io.affut.preprocessing.picture.PictureReader;
import io.affut.preprocessing.picture.UnreadablePictureException;
import java.nio.file.Path;

/// Reads pictures again that a run has looked at.
///
/// @param reader that the caller owns
record LookedAt(PictureReader reader) {

  /// The picture in full, until the next one is read.
  ///
  /// @throws UnreadableSourceException when it cannot be read any more, or it is another one, which
  ///   the boxes would not fit
  Picture read(Path source, DetectedPicture seen) throws UnreadableSourceException {
    try {
      Picture picture = reader.read(source, new DecodeScale.Full());
      boolean same = picture.width() == seen.width() && picture.height() == seen.height();
      if (seen.hasSize() && !same) {
        throw new UnreadableSourceException("is no longer the picture that was looked at");
      }
      return picture;
    } catch (UnreadablePictureException e) {
      throw new UnreadableSourceException(e.getMessage());
    }
  }
}
