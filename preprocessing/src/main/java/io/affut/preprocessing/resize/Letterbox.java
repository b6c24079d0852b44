package io.affut.preprocessing.resize;

/// Where one picture lies in the input of a network, in pixels, and the way back for boxes.
///
/// Sizes and padding are those of Ultralytics' LetterBox: the sides of the scaled picture and the
/// pad before it are rounded half to even.
///
/// @param sourceWidth the width of the upright picture
/// @param sourceHeight the height of the upright picture
/// @param targetWidth the width of the input
/// @param targetHeight the height of the input
/// @param contentWidth the width of the scaled picture in the input
/// @param contentHeight the height of the scaled picture in the input
/// @param left the columns of padding left of it
/// @param top the rows of padding above it
public record Letterbox(
    int sourceWidth,
    int sourceHeight,
    int targetWidth,
    int targetHeight,
    int contentWidth,
    int contentHeight,
    int left,
    int top) {

  /// @throws IllegalArgumentException if a side is not positive or the content does not lie inside
  ///   the target
  public Letterbox {
    boolean positive =
        Math.min(sourceWidth, sourceHeight) > 0 && Math.min(contentWidth, contentHeight) > 0;
    boolean inside =
        Math.min(left, top) >= 0
            && (long) left + contentWidth <= targetWidth
            && (long) top + contentHeight <= targetHeight;
    if (!positive || !inside) {
      throw new IllegalArgumentException(
          "%d x %d pixels do not fit as %d x %d at (%d, %d) into %d x %d"
              .formatted(
                  sourceWidth,
                  sourceHeight,
                  contentWidth,
                  contentHeight,
                  left,
                  top,
                  targetWidth,
                  targetHeight));
    }
  }

  /// The letterbox of a picture of `sourceWidth` x `sourceHeight` pixels.
  ///
  /// A side that would round to nothing (a picture a thousand times as wide as high) becomes one
  /// pixel.
  public static Letterbox fit(int sourceWidth, int sourceHeight, LetterboxRule rule) {
    int size = rule.size();
    double gain = Math.min((double) size / sourceHeight, (double) size / sourceWidth);
    int contentWidth = scaled(sourceWidth, gain, size);
    int contentHeight = scaled(sourceHeight, gain, size);
    int padAcross = padding(size - contentWidth, rule);
    int padDown = padding(size - contentHeight, rule);
    boolean centred = rule.placement() == LetterboxRule.Placement.CENTRED;
    return new Letterbox(
        sourceWidth,
        sourceHeight,
        contentWidth + padAcross,
        contentHeight + padDown,
        contentWidth,
        contentHeight,
        centred ? before(padAcross) : 0,
        centred ? before(padDown) : 0);
  }

  /// The box between two corners of the input, in the picture: padding and scale undone, clipped.
  ///
  /// @param x0 the left side in pixels of the input, fractions allowed
  /// @param y0 the upper side
  /// @param x1 the right side, not less than `x0`
  /// @param y1 the lower side, not less than `y0`
  public NormalisedBox toSource(double x0, double y0, double x1, double y1) {
    double gain =
        Math.min((double) targetHeight / sourceHeight, (double) targetWidth / sourceWidth);
    double xMin = clipped((x0 - left) / gain / sourceWidth);
    double yMin = clipped((y0 - top) / gain / sourceHeight);
    double xMax = clipped((x1 - left) / gain / sourceWidth);
    double yMax = clipped((y1 - top) / gain / sourceHeight);
    return new NormalisedBox(xMin, yMin, Math.max(0, xMax - xMin), Math.max(0, yMax - yMin));
  }

  private static int scaled(int side, double gain, int size) {
    return (int) Math.clamp(Math.rint(side * gain), 1, size);
  }

  private static int padding(int room, LetterboxRule rule) {
    return rule.shape() == LetterboxRule.Shape.SQUARE ? room : room % rule.stride();
  }

  private static int before(int padding) {
    return (int) Math.max(0, Math.rint(padding / 2.0 - 0.1));
  }

  private static double clipped(double fraction) {
    return Math.clamp(fraction, 0.0, 1.0);
  }
}
