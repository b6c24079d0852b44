package io.affut.exports.boxes;

/// The line around a box, in whole pixels of the picture.
///
/// The line lies around the box, so that it covers nothing of a small animal; at the picture's
/// border, where there is no room outside, it lies inside.
///
/// @param left first column of the line
/// @param top first row of the line
/// @param right first column after the line
/// @param bottom first row after the line
/// @param line thickness
record BoxFrame(int left, int top, int right, int bottom, int line) {

  /// The frame of `box` in a picture of `width` times `height` pixels.
  static BoxFrame around(LabelledBox box, int width, int height) {
    int line = lineOf(height);
    int left = within((int) Math.round(box.x() * width) - line, width);
    int top = within((int) Math.round(box.y() * height) - line, height);
    int right = within((int) Math.round((box.x() + box.width()) * width) + line, width);
    int bottom = within((int) Math.round((box.y() + box.height()) * height) + line, height);
    return new BoxFrame(left, top, right, bottom, line);
  }

  /// Thin enough to leave the animal alone, thick enough to be seen when the picture is shown
  /// small.
  static int lineOf(int height) {
    return Math.max(2, height / 200);
  }

  private static int within(int position, int size) {
    return Math.clamp(position, 0, size);
  }
}
