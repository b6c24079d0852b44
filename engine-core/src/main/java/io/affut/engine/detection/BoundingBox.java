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
    // In double precision: a float cannot hold every right and lower edge of a small box.
    double across = Math.min(right(), other.right()) - Math.max(x, other.x);
    double down = Math.min(lower(), other.lower()) - Math.max(y, other.y);
    if (across <= 0 || down <= 0) {
      return 0;
    }
    double both = across * down;
    return (float) (both / (area() + other.area() - both));
  }

  private double right() {
    return (double) x + width;
  }

  private double lower() {
    return (double) y + height;
  }

  private double area() {
    return (double) width * height;
  }
}
