package io.affut.exports.boxes;

/// The colours of categories: those of Okabe and Ito, which people with any kind of colour vision
/// can tell apart.
public final class CategoryColours {
  private static final int ORANGE = 0xE69F00;
  private static final int SKY_BLUE = 0x56B4E9;
  private static final int BLUISH_GREEN = 0x009E73;
  private static final int[] OTHERS = {0xF0E442, 0xCC79A7, 0xD55E00, 0x0072B2};

  private CategoryColours() {}

  /// The colour of a category, 0xRRGGBB: always the same for the same name.
  public static int of(String category) {
    return switch (category) {
      case "animal" -> ORANGE;
      case "person" -> SKY_BLUE;
      case "vehicle" -> BLUISH_GREEN;
      default -> OTHERS[Math.floorMod(category.hashCode(), OTHERS.length)];
    };
  }

  /// Black or white, whichever is easier to read on `colour`.
  static int readableOn(int colour) {
    // The weights of red, green and blue in perceived brightness (ITU-R BT.601), in thousandths.
    int brightness = 299 * (colour >> 16 & 255) + 587 * (colour >> 8 & 255) + 114 * (colour & 255);
    return brightness > 128_000 ? 0x000000 : 0xFFFFFF;
  }
}
