package io.affut.preprocessing.resize;

/// For each output position along one axis, the first of the two source positions that it lies
/// between and the weights of both, as OpenCV's 8-bit `INTER_LINEAR` has them: 11-bit fixed point.
///
/// @param first the first source position; down an axis it may be -1 or the last one
/// @param weight0 of the first position, 0 to 2048
/// @param weight1 of the position after it, 0 to 2048; both sum to 2048 but for ties
record AxisSampling(int[] first, int[] weight0, int[] weight1) {
  private static final float ONE = 2048;

  /// Across rows: at the borders the nearest pixel has all the weight.
  static AxisSampling across(int source, int target) {
    AxisSampling sampling = down(source, target);
    for (int i = 0; i < target; i++) {
      int s = sampling.first[i];
      if (s < 0 || s >= source - 1) {
        sampling.first[i] = s < 0 ? 0 : source - 1;
        sampling.weight0[i] = (int) ONE;
        sampling.weight1[i] = 0;
      }
    }
    return sampling;
  }

  /// Down columns: at the borders both rows are the same one, each with its own weight.
  static AxisSampling down(int source, int target) {
    AxisSampling sampling = new AxisSampling(new int[target], new int[target], new int[target]);
    for (int i = 0; i < target; i++) {
      float position = (float) ((i + 0.5) * source / target - 0.5);
      int s = (int) Math.floor(position);
      float fraction = position - s;
      sampling.first[i] = s;
      sampling.weight0[i] = (int) Math.rint((1 - fraction) * ONE);
      sampling.weight1[i] = (int) Math.rint(fraction * ONE);
    }
    return sampling;
  }
}
