package io.affut.preprocessing.resize;

/// The slow and obvious crop and resize that the kernel is compared with: each level as a weighted
/// mean in one direction and then in the other, its weights worked out where they are needed.
final class PlainCropResize {
  private static final double ONE = 4194304;

  private PlainCropResize() {}

  static byte[] run(ResampleFilter filter, byte[] rgb, int pictureWidth, Crop crop, int size) {
    boolean downFirst = crop.height() - size > 2 * Math.max(0, crop.width() - size);
    byte[] result = new byte[size * size * 3];
    for (int c = 0; c < 3; c++) {
      int[][] levels = channel(rgb, pictureWidth, crop, c);
      int[][] scaled =
          downFirst
              ? scaledRows(filter, turned(scaledRows(filter, turned(levels), size)), size)
              : turned(scaledRows(filter, turned(scaledRows(filter, levels, size)), size));
      for (int i = 0; i < size * size; i++) {
        result[i * 3 + c] = (byte) scaled[i / size][i % size];
      }
    }
    return result;
  }

  private static int[][] channel(byte[] rgb, int pictureWidth, Crop crop, int c) {
    int[][] levels = new int[crop.height()][crop.width()];
    for (int y = 0; y < crop.height(); y++) {
      for (int x = 0; x < crop.width(); x++) {
        levels[y][x] = rgb[((crop.y() + y) * pictureWidth + crop.x() + x) * 3 + c] & 255;
      }
    }
    return levels;
  }

  private static int[][] scaledRows(ResampleFilter filter, int[][] levels, int size) {
    int[][] scaled = new int[levels.length][size];
    for (int y = 0; y < levels.length; y++) {
      for (int x = 0; x < size; x++) {
        scaled[y][x] = mean(filter, levels[y], x, size);
      }
    }
    return scaled;
  }

  private static int[][] turned(int[][] levels) {
    int[][] turned = new int[levels[0].length][levels.length];
    for (int y = 0; y < levels.length; y++) {
      for (int x = 0; x < levels[0].length; x++) {
        turned[x][y] = levels[y][x];
      }
    }
    return turned;
  }

  private static int mean(ResampleFilter filter, int[] levels, int position, int size) {
    double scale = (double) levels.length / size;
    double stretch = scale > 1 ? scale : 1;
    double centre = scale * (position + 0.5);
    boolean isCubic = filter == ResampleFilter.BICUBIC;
    double reach = (isCubic ? 2 : 1) * stretch;
    int from = (int) (centre - reach + 0.5);
    int to = (int) (centre + reach + 0.5);
    from = from < 0 ? 0 : from;
    to = to > levels.length ? levels.length : to;
    double all = 0;
    for (int i = from; i < to; i++) {
      all += weight(isCubic, (i - centre + 0.5) / stretch);
    }
    long sum = 0;
    for (int i = from; i < to; i++) {
      double weight = weight(isCubic, (i - centre + 0.5) / stretch) / all * ONE;
      sum += levels[i] * (long) (weight < 0 ? Math.ceil(weight - 0.5) : Math.floor(weight + 0.5));
    }
    long level = Math.floorDiv(sum + (long) ONE / 2, (long) ONE);
    return level < 0 ? 0 : level > 255 ? 255 : (int) level;
  }

  private static double weight(boolean isCubic, double x) {
    return isCubic ? cubic(x) : x < -1 || x > 1 ? 0 : x < 0 ? 1 + x : 1 - x;
  }

  /// The cubic convolution kernel of Keys, a = -1/2.
  private static double cubic(double x) {
    double d = Math.abs(x);
    if (d >= 2) {
      return 0;
    }
    return d < 1 ? 1.5 * d * d * d - 2.5 * d * d + 1 : -0.5 * d * d * d + 2.5 * d * d - 4 * d + 2;
  }
}
