package io.affut.engine.detection;

/// A rectangle in the upright picture, as fractions of its width and height, origin at the top
/// left.
///
/// @param x the left edge, 0 to 1
/// @param y the top edge, 0 to 1
/// @param width the extent to the right, 0 to 1 - x
/// @param height the extent downwards, 0 to 1 - y
public record BoundingBox(float x, float y, float width, float height) {

  /// The area that both boxes cover divided by the area that either covers, 0 to 1 (Jaccard index).
  public float intersectionOverUnion(BoundingBox other) {
    float across = Math.min(x + width, other.x + other.width) - Math.max(x, other.x);
    float down = Math.min(y + height, other.y + other.height) - Math.max(y, other.y);
    if (across <= 0 || down <= 0) {
      return 0;
    }
    float both = across * down;
    return both / (width * height + other.width * other.height - both);
  }
}
