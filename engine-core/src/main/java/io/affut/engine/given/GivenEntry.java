package io.affut.engine.given;

import io.affut.engine.detection.BoundingBox;
import java.util.List;
import java.util.Optional;

/// What a file says of one picture.
///
/// @param file the picture's path, as the file has it
/// @param boxes those above the confidence that was asked for, most confident first
/// @param failure why nothing is known of the picture, if nothing is: a sentence without its
///   subject and full stop
record GivenEntry(String file, List<Box> boxes, Optional<String> failure) {

  /// A box.
  ///
  /// @param category the id that the file explains elsewhere
  record Box(String category, float confidence, BoundingBox box) {}

  /// A picture of which nothing is known.
  static GivenEntry failed(String file, String reason) {
    return new GivenEntry(file, List.of(), Optional.of(reason));
  }
}
