package io.affut.preprocessing.video;

import io.affut.bindings.ffmpeg.DisplayMatrix;
import io.affut.preprocessing.picture.Orientation;

/// What a video's display matrix means for its pixels.
final class Turn {
  private Turn() {}

  /// How stored frames have to be turned. A matrix that is not of quarter turns turns nothing, as
  /// in OpenCV.
  static Orientation of(DisplayMatrix matrix) {
    double straight = Math.min(Math.abs(matrix.xx()), Math.abs(matrix.yy()));
    double crossed = Math.min(Math.abs(matrix.xy()), Math.abs(matrix.yx()));
    if (straight > 4 * crossed) {
      return matrix.xx() > 0
          ? matrix.yy() > 0 ? Orientation.UPRIGHT : Orientation.FLIPPED
          : matrix.yy() > 0 ? Orientation.MIRRORED : Orientation.HALF_TURN;
    }
    if (crossed > 4 * straight) {
      return matrix.xy() > 0
          ? matrix.yx() > 0 ? Orientation.TRANSPOSED : Orientation.THREE_QUARTER_TURN
          : matrix.yx() > 0 ? Orientation.QUARTER_TURN : Orientation.TRANSVERSED;
    }
    return Orientation.UPRIGHT;
  }
}
