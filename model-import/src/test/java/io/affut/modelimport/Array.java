package io.affut.modelimport;

import java.util.Arrays;
import java.util.Random;

/// An array of 32-bit floats, row-major.
public record Array(int[] shape, float[] values) {
  public Array {
    int elements = Arrays.stream(shape).reduce(1, Math::multiplyExact);
    if (elements != values.length) {
      throw new IllegalArgumentException(values.length + " values for " + Arrays.toString(shape));
    }
  }

  public static int[] shape(int... extents) {
    return extents;
  }

  /// Numbers between -2 and 2, the same for the same seed.
  public static Array random(long seed, int... shape) {
    Random random = new Random(seed);
    float[] values = new float[Arrays.stream(shape).reduce(1, Math::multiplyExact)];
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextFloat() * 4 - 2;
    }
    return new Array(shape, values);
  }

  /// The element of a picture `[batch, height, width, channels]`, of the first of the batch.
  public float at(int y, int x, int channel) {
    return values[(y * shape[2] + x) * shape[3] + channel];
  }

  @Override
  public String toString() {
    return Arrays.toString(shape) + " " + Arrays.toString(values);
  }
}
