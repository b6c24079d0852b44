package io.affut.preprocessing.resize;

/// For each output position along one axis, the source positions that it is made of and their
/// weights, as Pillow's antialiased 8-bit resize has them: the filter widened by the scale where
/// the picture shrinks, cut off at the borders, its weights made to sum to 1 and then rounded to
/// 22-bit fixed point.
///
/// @param first the first source position of each output position
/// @param taps how many weights each output position has; a multiple of [#STEP], and those beyond
///   the source or the kernel are 0
/// @param weights `taps` for each output position, in turn
record FilterTaps(int[] first, int taps, int[] weights) {
  /// The taps come in groups of so many.
  static final int STEP = 4;

  /// The bits after the point.
  static final int FRACTION_BITS = 32 - 8 - 2;

  /// @param source how many positions there are, at least 1
  /// @param target how many are wanted, at least 1
  static FilterTaps of(ResampleFilter filter, int source, int target) {
    double scale = (double) source / target;
    double widening = Math.max(1, scale);
    double support = filter.radius() * widening;
    int taps = (2 * (int) Math.ceil(support) + 1 + STEP - 1) / STEP * STEP;
    int[] first = new int[target];
    int[] weights = new int[target * taps];
    double[] kernel = new double[taps];
    for (int i = 0; i < target; i++) {
      double centre = (i + 0.5) * scale;
      int start = Math.max(0, (int) (centre - support + 0.5));
      int count = Math.min(source, (int) (centre + support + 0.5)) - start;
      double sum = 0;
      for (int k = 0; k < count; k++) {
        kernel[k] = filter.weight((k + start - centre + 0.5) * (1 / widening));
        sum += kernel[k];
      }
      for (int k = 0; k < count; k++) {
        weights[i * taps + k] = fixed(sum == 0 ? kernel[k] : kernel[k] / sum);
      }
      first[i] = start;
    }
    return new FilterTaps(first, taps, weights);
  }

  private static int fixed(double weight) {
    return (int) (weight * (1 << FRACTION_BITS) + (weight < 0 ? -0.5 : 0.5));
  }
}
