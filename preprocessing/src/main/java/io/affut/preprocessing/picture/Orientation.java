package io.affut.preprocessing.picture;

/// How stored pixels have to be turned to stand upright, as EXIF tag 0x0112 numbers it (CIPA
/// DC-008, "Orientation").
public enum Orientation {
  /// 1: as stored.
  UPRIGHT,
  /// 2: mirrored left to right.
  MIRRORED,
  /// 3: turned by half.
  HALF_TURN,
  /// 4: mirrored top to bottom.
  FLIPPED,
  /// 5: rows are columns.
  TRANSPOSED,
  /// 6: to be turned a quarter clockwise.
  QUARTER_TURN,
  /// 7: rows are columns, from the far corner.
  TRANSVERSED,
  /// 8: to be turned a quarter anticlockwise.
  THREE_QUARTER_TURN;

  private static final Orientation[] BY_NUMBER = values();

  /// The orientation that EXIF gives the number 1 to 8; any other number is taken for upright, as
  /// every viewer does.
  static Orientation ofExif(int number) {
    return number >= 1 && number <= 8 ? BY_NUMBER[number - 1] : UPRIGHT;
  }

  /// EXIF's number, 1 to 8.
  public int exif() {
    return ordinal() + 1;
  }

  /// Whether the upright picture is as wide as the stored one is high.
  public boolean swapsSides() {
    return ordinal() >= TRANSPOSED.ordinal();
  }
}
