package io.affut.engine.pipeline;

import io.affut.engine.detection.Detection;
import io.affut.engine.detection.Logits;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/// A picture whose crops are on their way through the classifier. Safe for any thread.
final class Unclassified {
  private final List<Detection> detections;
  private final BiConsumer<List<Detection>, Throwable> done;
  private int missing;

  /// @param missing how many crops there will be, at least 1
  /// @param done is told once: the detections with their logits, or what went wrong, the other null
  Unclassified(
      List<Detection> detections, int missing, BiConsumer<List<Detection>, Throwable> done) {
    this.detections = new ArrayList<>(detections);
    this.missing = missing;
    this.done = done;
  }

  /// What the classifier says of one detection.
  void said(int detection, Logits logits) {
    synchronized (this) {
      if (missing == 0) {
        return;
      }
      detections.set(detection, detections.get(detection).with(logits));
      if (--missing > 0) {
        return;
      }
    }
    done.accept(List.copyOf(detections), null);
  }

  /// A crop cannot be classified, so the picture has failed.
  void fail(Throwable cause) {
    synchronized (this) {
      if (missing == 0) {
        return;
      }
      missing = 0;
    }
    done.accept(null, cause);
  }
}
