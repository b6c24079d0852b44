package io.affut.engine.pipeline;

import io.affut.engine.backend.Slot;
import io.affut.engine.detection.BoundingBox;
import io.affut.engine.detection.Detection;
import io.affut.engine.head.Candidate;
import io.affut.engine.head.Head;
import io.affut.engine.head.NonMaximumSuppression;
import io.affut.engine.model.DetectorManifest;
import io.affut.preprocessing.resize.Letterbox;
import io.affut.preprocessing.resize.NormalisedBox;
import java.util.ArrayList;
import java.util.List;

/// What a manifest makes of a picture before and after the network. Holds no state that changes:
/// safe for any thread.
final class Detector {
  private final DetectorManifest manifest;
  private final Head head;
  private final float confidence;

  /// @param confidence boxes are more confident than this
  Detector(DetectorManifest manifest, float confidence) {
    this.manifest = manifest;
    this.head = Head.of(manifest);
    this.confidence = confidence;
  }

  /// Where a picture goes in the network's input.
  ///
  /// @param width of the upright picture before any reduced decoding
  /// @param height likewise
  Letterbox letterbox(int width, int height) {
    return Letterbox.fit(width, height, manifest.input().letterbox());
  }

  /// The value that surrounds the picture in the network's input, 0 to 255.
  int pad() {
    return manifest.input().letterbox().pad();
  }

  /// The boxes in the outputs of a slot that has computed, most confident first.
  List<Detection> detections(Slot slot, Letterbox letterbox) {
    List<Candidate> candidates =
        head.candidates(slot.outputs(), slot.width(), slot.height(), confidence);
    DetectorManifest.Thresholds thresholds = manifest.thresholds();
    List<Detection> detections = new ArrayList<>();
    for (Candidate kept :
        NonMaximumSuppression.within(candidates, thresholds.overlap(), thresholds.mostBoxes())) {
      BoundingBox box = inPicture(kept, letterbox);
      // What lies wholly in the padding is nothing.
      if (box.width() > 0 && box.height() > 0) {
        detections.add(new Detection(kept.category(), Math.min(kept.confidence(), 1), box));
      }
    }
    return detections;
  }

  private static BoundingBox inPicture(Candidate box, Letterbox letterbox) {
    NormalisedBox inside = letterbox.toSource(box.left(), box.top(), box.right(), box.bottom());
    return new BoundingBox(
        (float) inside.x(), (float) inside.y(), (float) inside.width(), (float) inside.height());
  }
}
