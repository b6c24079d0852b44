package io.affut.preprocessing.resize;

/// How a network wants its pictures fitted: scaled by one factor, up or down, and padded.
///
/// @param size the longer side that the scaled picture may have, in pixels, and the side of the
///   input if it is square
/// @param shape whether the input is a square or only as large as the picture needs
/// @param stride both sides of a rectangular input are multiples of this; a square one ignores it
/// @param placement where in the input the picture lies
/// @param pad the value 0 to 255 of each channel outside the picture
public record LetterboxRule(int size, Shape shape, int stride, Placement placement, int pad) {
  /// The largest input side that is taken seriously, in pixels.
  public static final int LARGEST_SIZE = 16384;

  /// @throws IllegalArgumentException if a value is out of range, with the value and the range
  public LetterboxRule {
    require(size >= 1 && size <= LARGEST_SIZE, "size", size, "1 to " + LARGEST_SIZE);
    require(stride >= 1 && stride <= size, "stride", stride, "1 to the size, " + size);
    require(pad >= 0 && pad <= 255, "pad", pad, "0 to 255");
    require(
        shape == Shape.SQUARE || size % stride == 0,
        "size",
        size,
        "a multiple of the stride, " + stride);
  }

  private static void require(boolean right, String name, int value, String range) {
    if (!right) {
      throw new IllegalArgumentException(
          "the letterbox " + name + " is " + value + ", but must be " + range);
    }
  }

  /// The form of the input.
  public enum Shape {
    /// `size` x `size`, whatever the picture.
    SQUARE,
    /// The scaled picture, padded to the next multiple of the stride.
    RECTANGULAR
  }

  /// Where the picture lies in the input.
  public enum Placement {
    /// In the middle; of an odd number of pad pixels the right and the lower side get one more.
    CENTRED,
    /// In the upper left corner; all padding is on the right and below.
    TOP_LEFT
  }
}
