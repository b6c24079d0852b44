package io.affut.engine.pipeline;

import io.affut.engine.detection.Detection;
import java.util.List;

/// Boxes that were found before, by whatever looked at the pictures. Safe for any thread.
public interface KnownBoxes {

  /// All boxes are more confident than this, 0 to 1.
  float confidence();

  /// What is known of a picture.
  Known of(PictureFile picture);

  /// What is known of a picture.
  sealed interface Known {}

  /// It was looked at.
  ///
  /// @param detections in the upright picture, most confident first; empty where nothing is in it
  record Found(List<Detection> detections) implements Known {}

  /// Nobody can say what is in it. It has failed, and is not read.
  ///
  /// @param reason a sentence for the user without its subject and full stop
  record Nothing(String reason) implements Known {}
}
