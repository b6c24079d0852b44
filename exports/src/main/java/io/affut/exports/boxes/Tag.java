package io.affut.exports.boxes;

import java.awt.geom.Rectangle2D;

/// Where the filled tag of a box lies: on top of its line, or inside the box where there is no room
/// above, and always within the picture.
///
/// @param area of the filling, in pixels
/// @param scale pixels per row of the letters
record Tag(Rectangle2D.Double area, double scale) {
  /// Rows of the letters' grid between the edge of the tag and the letters.
  private static final double SIDE = 2;

  private static final double TOP = StrokeLetters.ABOVE + 0.5;
  private static final double BOTTOM = 1;

  /// The tag of `label` on `frame` in a picture of `width` times `height` pixels; its letters
  /// become smaller where the picture is too small for it.
  static Tag of(String label, BoxFrame frame, int width, int height) {
    double columns = StrokeLetters.width(label) + 2 * SIDE;
    double rows = TOP + StrokeLetters.BELOW + BOTTOM;
    double scale = Math.min(wantedScale(height), Math.min(width / columns, height / rows));
    double tagWidth = columns * scale;
    double tagHeight = rows * scale;
    double above = frame.top() - tagHeight;
    double x = Math.clamp(frame.left(), 0, width - tagWidth);
    double y = Math.clamp(above >= 0 ? above : frame.top(), 0, height - tagHeight);
    return new Tag(new Rectangle2D.Double(x, y, tagWidth, tagHeight), scale);
  }

  /// Capitals are a fiftieth of the picture's height, and never smaller than nine pixels.
  private static double wantedScale(int height) {
    return Math.max(1.5, height / 300.0);
  }

  /// The left end of the letters.
  double textX() {
    return area.x + SIDE * scale;
  }

  /// The top of the capitals.
  double textY() {
    return area.y + TOP * scale;
  }
}
