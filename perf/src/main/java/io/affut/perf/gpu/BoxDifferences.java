package io.affut.perf.gpu;

import io.affut.engine.detection.BoundingBox;
import io.affut.engine.detection.Detection;
import io.affut.engine.detection.Logits;
import io.affut.engine.model.DetectorManifest;
import io.affut.engine.results.DetectedPicture;
import io.affut.preprocessing.resize.Letterbox;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// How far what two devices find in the same pictures is apart.
///
/// Each box of one has for its partner the box of the other with the same label that it overlaps
/// most. A box without one counts, unless it is so near the threshold that the tolerance alone may
/// have taken its partner away.
final class BoxDifferences {
  private static final float LEAST_OVERLAP = 0.5f;

  private final DetectorManifest manifest;
  private final float threshold;
  private final double tolerance;
  private final List<String> unmatched = new ArrayList<>();
  private int boxes;
  private double pixels;
  private double confidence;
  private int classified;
  private int otherClasses;
  private double logits;

  /// @param threshold the confidence that both sides were asked for
  /// @param tolerance how far confidences may be apart
  BoxDifferences(DetectorManifest manifest, float threshold, double tolerance) {
    this.manifest = manifest;
    this.threshold = threshold;
    this.tolerance = tolerance;
  }

  /// Adds what both found in a picture.
  void add(DetectedPicture expected, DetectedPicture found) {
    if (expected.width() != found.width() || expected.height() != found.height()) {
      unmatched.add(
          "%s: %d x %d and %d x %d pixels"
              .formatted(
                  expected.file(),
                  expected.width(),
                  expected.height(),
                  found.width(),
                  found.height()));
      return;
    }
    List<Detection> free = new ArrayList<>(found.detections());
    expected.detections().stream()
        .sorted(Comparator.comparing(Detection::confidence).reversed())
        .forEach(detection -> match(expected, detection, free));
    free.forEach(detection -> alone(expected.file(), detection, "only there"));
  }

  private void match(DetectedPicture picture, Detection detection, List<Detection> free) {
    Detection partner = null;
    float most = LEAST_OVERLAP;
    for (Detection other : free) {
      float overlap = detection.intersectionOverUnion(other);
      if (other.category().equals(detection.category()) && overlap >= most) {
        most = overlap;
        partner = other;
      }
    }
    if (partner == null) {
      alone(picture.file(), detection, "only here");
      return;
    }
    free.remove(partner);
    boxes++;
    confidence =
        Math.max(confidence, Math.abs((double) detection.confidence() - partner.confidence()));
    pixels = Math.max(pixels, pixels(picture, detection.box(), partner.box()));
    if (detection.logits().isPresent() && partner.logits().isPresent()) {
      classify(detection.logits().get(), partner.logits().get());
    }
  }

  private void alone(String file, Detection detection, String where) {
    if (detection.confidence() > threshold + tolerance) {
      unmatched.add(
          "%s: %s %.3f %s"
              .formatted(file, detection.category().name(), detection.confidence(), where));
    }
  }

  /// The most that an edge is off, in pixels of the network's input.
  private double pixels(DetectedPicture picture, BoundingBox a, BoundingBox b) {
    Letterbox box = Letterbox.fit(picture.width(), picture.height(), manifest.input().letterbox());
    double across = Math.max(apart(a.x(), b.x()), apart(right(a), right(b)));
    double down = Math.max(apart(a.y(), b.y()), apart(bottom(a), bottom(b)));
    return Math.max(across * box.contentWidth(), down * box.contentHeight());
  }

  private static double apart(double a, double b) {
    return Math.abs(a - b);
  }

  private static double right(BoundingBox box) {
    return (double) box.x() + box.width();
  }

  private static double bottom(BoundingBox box) {
    return (double) box.y() + box.height();
  }

  private void classify(Logits a, Logits b) {
    classified++;
    if (best(a.classes()) != best(b.classes())) {
      otherClasses++;
    }
    logits = Math.max(logits, Math.max(most(a.classes(), b.classes()), most(a.birds(), b.birds())));
  }

  private static int best(float[] values) {
    int best = 0;
    for (int i = 1; i < values.length; i++) {
      if (values[i] > values[best]) {
        best = i;
      }
    }
    return best;
  }

  private static double most(float[] a, float[] b) {
    double most = a.length == b.length ? 0 : Double.POSITIVE_INFINITY;
    for (int i = 0; i < Math.min(a.length, b.length); i++) {
      most = Math.max(most, Math.abs((double) a[i] - b[i]));
    }
    return most;
  }

  /// Boxes that both found.
  int boxes() {
    return boxes;
  }

  /// The most that an edge is off, in pixels of the network's input.
  double pixels() {
    return pixels;
  }

  /// The most that confidences are apart.
  double confidence() {
    return confidence;
  }

  /// Boxes that both classified.
  int classified() {
    return classified;
  }

  /// Boxes whose most likely class is another.
  int otherClasses() {
    return otherClasses;
  }

  /// The most that logits are apart.
  double logits() {
    return logits;
  }

  /// Boxes that one of them lacks, and pictures of another size.
  List<String> unmatched() {
    return unmatched;
  }

  /// Whether both say the same: every box has its partner, edges are within a pixel, confidences
  /// within the tolerance, and the most likely classes are the same.
  boolean agree() {
    return boxes > 0
        && unmatched.isEmpty()
        && pixels <= 1
        && confidence <= tolerance
        && otherClasses == 0;
  }
}
