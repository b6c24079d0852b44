package io.affut.engine.head;

import io.affut.engine.detection.Category;
import io.affut.engine.detection.Rival;

/// A box as a head reads it from the network, before suppression and before it is mapped back to
/// the picture.
///
/// Edges are in pixels of the network's input and may lie outside of it.
public record Candidate(
    Category category, float confidence, float left, float top, float right, float bottom)
    implements Rival<Candidate> {

  @Override
  public float intersectionOverUnion(Candidate other) {
    float across = Math.min(right, other.right) - Math.max(left, other.left);
    float down = Math.min(bottom, other.bottom) - Math.max(top, other.top);
    if (across <= 0 || down <= 0) {
      return 0;
    }
    float both = across * down;
    return both / (area() + other.area() - both);
  }

  private float area() {
    return (right - left) * (bottom - top);
  }
}
