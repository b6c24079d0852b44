package io.affut.modelimport.tensorflowjs;

import static java.lang.Math.clamp;

import io.affut.modelimport.Array;
import java.util.function.IntBinaryOperator;
import java.util.function.IntUnaryOperator;

/// What TensorFlow's operations on pictures mean, written down as plain loops over channels-last
/// arrays. Independent of the importer and of ONNX.
final class NaivePictures {
  private NaivePictures() {}

  /// How a kernel moves; pads are found as TensorFlow documents them.
  record Moves(int strideY, int strideX, int dilationY, int dilationX, boolean same) {
    static Moves plain(boolean same) {
      return new Moves(1, 1, 1, 1, same);
    }
  }

  /// Conv2D with a kernel `[height, width, in, out]`, also with groups of channels.
  static Array convolution(Array picture, Array kernel, Moves moves) {
    int taken = kernel.shape()[2];
    int out = kernel.shape()[3];
    int outPerGroup = out / (picture.shape()[3] / taken);
    return slide(
        picture,
        kernel,
        moves,
        out,
        channel -> channel / outPerGroup * taken,
        taken,
        (in, channel) -> in * out + channel);
  }

  /// DepthwiseConv2dNative with a kernel `[height, width, channels, multiplier]`.
  static Array depthwise(Array picture, Array kernel, Moves moves) {
    int multiplier = kernel.shape()[3];
    int out = kernel.shape()[2] * multiplier;
    return slide(
        picture, kernel, moves, out, channel -> channel / multiplier, 1, (in, channel) -> channel);
  }

  private static Array slide(
      Array picture,
      Array kernel,
      Moves moves,
      int out,
      IntUnaryOperator firstIn,
      int taken,
      IntBinaryOperator kernelIndex) {
    int height = picture.shape()[1];
    int width = picture.shape()[2];
    int kernelHeight = kernel.shape()[0];
    int kernelWidth = kernel.shape()[1];
    int perPlace = kernel.shape()[2] * kernel.shape()[3];
    int rows = outputs(height, kernelHeight, moves.strideY(), moves.dilationY(), moves.same());
    int columns = outputs(width, kernelWidth, moves.strideX(), moves.dilationX(), moves.same());
    int top = before(height, kernelHeight, moves.strideY(), moves.dilationY(), rows, moves.same());
    int left =
        before(width, kernelWidth, moves.strideX(), moves.dilationX(), columns, moves.same());
    float[] values = new float[rows * columns * out];
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        for (int channel = 0; channel < out; channel++) {
          double sum = 0;
          for (int ky = 0; ky < kernelHeight; ky++) {
            for (int kx = 0; kx < kernelWidth; kx++) {
              int y = row * moves.strideY() + ky * moves.dilationY() - top;
              int x = column * moves.strideX() + kx * moves.dilationX() - left;
              if (y >= 0 && y < height && x >= 0 && x < width) {
                for (int in = 0; in < taken; in++) {
                  sum +=
                      (double) picture.at(y, x, firstIn.applyAsInt(channel) + in)
                          * kernel
                              .values()[
                              (ky * kernelWidth + kx) * perPlace
                                  + kernelIndex.applyAsInt(in, channel)];
                }
              }
            }
          }
          values[(row * columns + column) * out + channel] = (float) sum;
        }
      }
    }
    return new Array(new int[] {1, rows, columns, out}, values);
  }

  /// MaxPool or AvgPool without dilation.
  static Array pool(Array picture, int kernelY, int kernelX, Moves moves, boolean mean) {
    int height = picture.shape()[1];
    int width = picture.shape()[2];
    int channels = picture.shape()[3];
    int rows = outputs(height, kernelY, moves.strideY(), 1, moves.same());
    int columns = outputs(width, kernelX, moves.strideX(), 1, moves.same());
    int top = before(height, kernelY, moves.strideY(), 1, rows, moves.same());
    int left = before(width, kernelX, moves.strideX(), 1, columns, moves.same());
    float[] values = new float[rows * columns * channels];
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        for (int channel = 0; channel < channels; channel++) {
          double sum = 0;
          int count = 0;
          float largest = Float.NEGATIVE_INFINITY;
          for (int y = row * moves.strideY() - top;
              y < row * moves.strideY() - top + kernelY;
              y++) {
            for (int x = column * moves.strideX() - left;
                x < column * moves.strideX() - left + kernelX;
                x++) {
              if (y >= 0 && y < height && x >= 0 && x < width) {
                sum += picture.at(y, x, channel);
                largest = Math.max(largest, picture.at(y, x, channel));
                count++;
              }
            }
          }
          values[(row * columns + column) * channels + channel] =
              mean ? (float) (sum / count) : largest;
        }
      }
    }
    return new Array(new int[] {1, rows, columns, channels}, values);
  }

  /// ResizeBilinear.
  static Array bilinear(Array picture, int rows, int columns, boolean corners, boolean centres) {
    int height = picture.shape()[1];
    int width = picture.shape()[2];
    int channels = picture.shape()[3];
    float[] values = new float[rows * columns * channels];
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        double y = source(row, height, rows, corners, centres);
        double x = source(column, width, columns, corners, centres);
        int y0 = clamp((long) Math.floor(y), 0, height - 1);
        int x0 = clamp((long) Math.floor(x), 0, width - 1);
        int y1 = Math.min(y0 + 1, height - 1);
        int x1 = Math.min(x0 + 1, width - 1);
        double v = Math.max(y - y0, 0);
        double u = Math.max(x - x0, 0);
        for (int c = 0; c < channels; c++) {
          double above = picture.at(y0, x0, c) * (1 - u) + picture.at(y0, x1, c) * u;
          double below = picture.at(y1, x0, c) * (1 - u) + picture.at(y1, x1, c) * u;
          values[(row * columns + column) * channels + c] = (float) (above * (1 - v) + below * v);
        }
      }
    }
    return new Array(new int[] {1, rows, columns, channels}, values);
  }

  /// ResizeNearestNeighbor.
  static Array nearest(Array picture, int rows, int columns, boolean corners, boolean centres) {
    int height = picture.shape()[1];
    int width = picture.shape()[2];
    int channels = picture.shape()[3];
    float[] values = new float[rows * columns * channels];
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        int y = nearestSource(row, height, rows, corners, centres);
        int x = nearestSource(column, width, columns, corners, centres);
        for (int c = 0; c < channels; c++) {
          values[(row * columns + column) * channels + c] = picture.at(y, x, c);
        }
      }
    }
    return new Array(new int[] {1, rows, columns, channels}, values);
  }

  private static double source(int index, int from, int to, boolean corners, boolean centres) {
    double scale = scale(from, to, corners);
    return centres ? (index + 0.5) * scale - 0.5 : index * scale;
  }

  private static int nearestSource(int index, int from, int to, boolean corners, boolean centres) {
    double place = (centres ? index + 0.5 : index) * scale(from, to, corners);
    double whole = corners ? Math.floor(place + 0.5) : Math.floor(place);
    return clamp((long) whole, 0, from - 1);
  }

  private static double scale(int from, int to, boolean corners) {
    return corners && to > 1 ? (from - 1.0) / (to - 1.0) : (double) from / to;
  }

  private static int outputs(int pixels, int kernel, int stride, int dilation, boolean same) {
    int reach = (kernel - 1) * dilation + 1;
    return same ? Math.ceilDiv(pixels, stride) : Math.ceilDiv(pixels - reach + 1, stride);
  }

  private static int before(
      int pixels, int kernel, int stride, int dilation, int outputs, boolean same) {
    int reach = (kernel - 1) * dilation + 1;
    return same ? Math.max((outputs - 1) * stride + reach - pixels, 0) / 2 : 0;
  }
}
