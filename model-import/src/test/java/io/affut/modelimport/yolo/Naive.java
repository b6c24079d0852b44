package io.affut.modelimport.yolo;

import io.affut.modelimport.Array;
import java.util.function.DoubleUnaryOperator;

/// What modules compute, written down as their definitions say it, for `[1, channels, height,
/// width]`.
final class Naive {
  private Naive() {}

  static Array convolution(
      Array input, Array weight, Array bias, int stride, int padding, int groups) {
    int kernel = weight.shape()[2];
    int out = weight.shape()[0];
    int inOfGroup = weight.shape()[1];
    int height = (input.shape()[2] + 2 * padding - kernel) / stride + 1;
    int width = (input.shape()[3] + 2 * padding - kernel) / stride + 1;
    float[] values = new float[out * height * width];
    for (int o = 0; o < out; o++) {
      int first = o / (out / groups) * inOfGroup;
      for (int y = 0; y < height; y++) {
        for (int x = 0; x < width; x++) {
          double sum = bias == null ? 0 : bias.values()[o];
          for (int i = 0; i < inOfGroup; i++) {
            for (int dy = 0; dy < kernel; dy++) {
              for (int dx = 0; dx < kernel; dx++) {
                int at = ((o * inOfGroup + i) * kernel + dy) * kernel + dx;
                sum +=
                    weight.values()[at]
                        * at(
                            input,
                            first + i,
                            y * stride + dy - padding,
                            x * stride + dx - padding,
                            0);
              }
            }
          }
          values[(o * height + y) * width + x] = (float) sum;
        }
      }
    }
    return new Array(new int[] {1, out, height, width}, values);
  }

  static Array batchNorm(Array input, PythonObject norm) {
    float[] scale = values(norm, "_parameters", "weight");
    float[] shift = values(norm, "_parameters", "bias");
    float[] mean = values(norm, "_buffers", "running_mean");
    float[] variance = values(norm, "_buffers", "running_var");
    int plane = input.shape()[2] * input.shape()[3];
    float[] values = input.values().clone();
    for (int i = 0; i < values.length; i++) {
      int c = i / plane;
      double normal = (values[i] - mean[c]) / Math.sqrt(variance[c] + 1e-3);
      values[i] = (float) (normal * scale[c] + shift[c]);
    }
    return new Array(input.shape(), values);
  }

  static Array maxPool(Array input, int kernel) {
    int channels = input.shape()[1];
    int height = input.shape()[2];
    int width = input.shape()[3];
    float[] values = new float[input.values().length];
    for (int i = 0; i < values.length; i++) {
      float most = Float.NEGATIVE_INFINITY;
      for (int dy = -kernel / 2; dy <= kernel / 2; dy++) {
        for (int dx = -kernel / 2; dx <= kernel / 2; dx++) {
          int y = i / width % height + dy;
          int x = i % width + dx;
          most = Math.max(most, at(input, i / (height * width), y, x, Float.NEGATIVE_INFINITY));
        }
      }
      values[i] = most;
    }
    return new Array(new int[] {1, channels, height, width}, values);
  }

  /// The mean of each square of two by two.
  static Array means(Array input) {
    int channels = input.shape()[1];
    int height = input.shape()[2] - 1;
    int width = input.shape()[3] - 1;
    float[] values = new float[channels * height * width];
    for (int i = 0; i < values.length; i++) {
      int c = i / (height * width);
      int y = i / width % height;
      int x = i % width;
      values[i] =
          (at(input, c, y, x, 0)
                  + at(input, c, y, x + 1, 0)
                  + at(input, c, y + 1, x, 0)
                  + at(input, c, y + 1, x + 1, 0))
              / 4;
    }
    return new Array(new int[] {1, channels, height, width}, values);
  }

  /// Every second row and column, from the first on.
  static Array everySecond(Array input) {
    int channels = input.shape()[1];
    int height = (input.shape()[2] + 1) / 2;
    int width = (input.shape()[3] + 1) / 2;
    float[] values = new float[channels * height * width];
    for (int i = 0; i < values.length; i++) {
      values[i] = at(input, i / (height * width), i / width % height * 2, i % width * 2, 0);
    }
    return new Array(new int[] {1, channels, height, width}, values);
  }

  static Array each(Array input, DoubleUnaryOperator function) {
    float[] values = input.values().clone();
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) function.applyAsDouble(values[i]);
    }
    return new Array(input.shape(), values);
  }

  static double silu(double x) {
    return x / (1 + Math.exp(-x));
  }

  /// A `Conv` that [Modules#conv] made.
  static Array conv(Array input, PythonObject module, int stride) {
    PythonObject conv = module.at("conv");
    Array weight = (Array) conv.table("_parameters").get("weight");
    Array convolved = convolution(input, weight, null, stride, weight.shape()[2] / 2, 1);
    return each(batchNorm(convolved, module.at("bn")), Naive::silu);
  }

  static Array joined(Array... parts) {
    int channels = 0;
    int length = 0;
    for (Array part : parts) {
      channels += part.shape()[1];
      length += part.values().length;
    }
    float[] values = new float[length];
    int place = 0;
    for (Array part : parts) {
      System.arraycopy(part.values(), 0, values, place, part.values().length);
      place += part.values().length;
    }
    int[] shape = parts[0].shape();
    return new Array(new int[] {1, channels, shape[2], shape[3]}, values);
  }

  static Array sum(Array first, Array second) {
    float[] values = first.values().clone();
    for (int i = 0; i < values.length; i++) {
      values[i] += second.values()[i];
    }
    return new Array(first.shape(), values);
  }

  static float[] values(PythonObject module, String table, String name) {
    return ((Array) module.table(table).get(name)).values();
  }

  private static float at(Array input, int channel, int y, int x, float outside) {
    int height = input.shape()[2];
    int width = input.shape()[3];
    boolean inside = y >= 0 && y < height && x >= 0 && x < width;
    return inside ? input.values()[(channel * height + y) * width + x] : outside;
  }
}
