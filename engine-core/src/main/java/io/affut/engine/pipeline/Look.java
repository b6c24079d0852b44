package io.affut.engine.pipeline;

import io.affut.preprocessing.picture.CaptureDate;
import io.affut.preprocessing.picture.Picture;
import java.util.Optional;

/// What is kept of a picture when its pixels are gone.
///
/// @param width of the pixels when they are upright
/// @param height likewise
/// @param originalWidth of the upright picture before a reduced decode; else `width`
/// @param originalHeight likewise
/// @param decoder what decoded it
/// @param format what the content is, such as "JPEG"
/// @param date when it was taken
/// @param damage of the file, in the decoder's words
record Look(
    int width,
    int height,
    int originalWidth,
    int originalHeight,
    String decoder,
    String format,
    Optional<CaptureDate> date,
    Optional<String> damage) {

  /// Of a picture in memory of the host.
  static Look at(Picture picture) {
    return new Look(
        picture.width(),
        picture.height(),
        picture.originalWidth(),
        picture.originalHeight(),
        picture.decoder(),
        picture.format(),
        picture.date(),
        picture.damage());
  }
}
