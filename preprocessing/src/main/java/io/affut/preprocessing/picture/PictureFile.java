package io.affut.preprocessing.picture;

import java.lang.foreign.MemorySegment;
import java.util.Optional;

/// A picture's file in memory, and what it says of itself before anything is decoded.
///
/// @param bytes all of it
/// @param format what the content is, whatever the name says; one that can be decoded
/// @param orientation how the stored pixels have to be turned
/// @param date when it was taken
public record PictureFile(
    MemorySegment bytes,
    PictureFormat format,
    Orientation orientation,
    Optional<CaptureDate> date) {

  /// Looks at a file.
  ///
  /// @param bytes all of it, off-heap
  /// @throws UnreadablePictureException with a plain reason, if it is nothing that is decoded here
  public static PictureFile of(MemorySegment bytes) throws UnreadablePictureException {
    PictureFormat format = PictureFormat.sniff(bytes);
    Optional<String> refusal = format.refusal();
    if (refusal.isPresent()) {
      throw new UnreadablePictureException(refusal.get());
    }
    ExifFacts exif = ExifFacts.of(format, bytes);
    return new PictureFile(bytes, format, exif.orientation(), exif.date());
  }
}
