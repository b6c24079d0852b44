package io.affut.engine.pipeline;

import io.affut.engine.detection.BoundingBox;
import io.affut.preprocessing.resize.Crop;

/// Which pixels of a picture a classifier sees of a box, by DeepFaune's rule: the shorter side
/// grows on both sides, by whole pixels, until the box is a square; what lies outside the picture
/// is cut off, and the rest is squashed into a square later.
final class CropRule {
  /// What a side as 32-bit fractions may be off by, as a fraction of the picture, and a little
  /// more: one that was on a whole pixel is still there. Much more would move sides that were not:
  /// each is cut down to a whole pixel, and a crop that is one pixel larger is another picture.
  private static final double TOLERANCE = 0x1p-23;

  private CropRule() {}

  /// The rectangle for `box` in a picture of `width` x `height` pixels; at least one pixel.
  static Crop crop(BoundingBox box, int width, int height) {
    double left = pixels(box.x(), width);
    double top = pixels(box.y(), height);
    double right = pixels((double) box.x() + box.width(), width);
    double bottom = pixels((double) box.y() + box.height(), height);
    double across = right - left;
    double down = bottom - top;
    int more = (int) (Math.abs(across - down) / 2);
    boolean wide = across > down;
    int x = start(wide ? left : left - more, width);
    int y = start(wide ? top - more : top, height);
    int endX = end(wide ? right : right + more, x, width);
    int endY = end(wide ? bottom + more : bottom, y, height);
    return new Crop(x, y, endX - x, endY - y);
  }

  private static double pixels(double fraction, int length) {
    double exact = fraction * length;
    double whole = Math.rint(exact);
    return Math.abs(exact - whole) < TOLERANCE * length ? whole : exact;
  }

  private static int start(double side, int length) {
    return Math.clamp((int) side, 0, length - 1);
  }

  private static int end(double side, int start, int length) {
    return Math.clamp((int) side, start + 1, length);
  }
}
