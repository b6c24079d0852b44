package io.affut.exports.boxes;

import java.util.Locale;

/// A box to draw, and what to write on it.
///
/// @param label the text of the tag; empty for a box without one
/// @param colour of the line and the tag, 0xRRGGBB
/// @param x left edge, 0 to 1 of the upright picture's width
/// @param y top edge, 0 to 1 of the upright picture's height
/// @param width 0 to 1 of the picture's width
/// @param height 0 to 1 of the picture's height
public record LabelledBox(
    String label, int colour, double x, double y, double width, double height) {

  /// A detection in the colour of its category, with the tag "animal 0.87".
  ///
  /// @param category its name, such as `animal`
  /// @param confidence 0 to 1, written with two decimals
  public static LabelledBox of(
      String category, double confidence, double x, double y, double width, double height) {
    String label = String.format(Locale.ROOT, "%s %.2f", category, confidence);
    return new LabelledBox(label, CategoryColours.of(category), x, y, width, height);
  }
}
