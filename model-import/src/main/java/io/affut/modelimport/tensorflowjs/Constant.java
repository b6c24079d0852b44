package io.affut.modelimport.tensorflowjs;

import io.affut.modelimport.ElementType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/// A value that is known while the graph is converted: a weight, or what follows from constants
/// alone. Its elements are row-major and little-endian, in the axis order of the TensorFlow graph.
final class Constant implements Value {
  /// What follows from constants alone is computed at once up to this many elements, which is
  /// enough for shapes and axes; a larger result is left to the engine that loads the network.
  static final int MOST_FOLDED = 1 << 16;

  private final String name;
  private final ElementType type;
  private final Shape shape;
  private final byte[] data;

  /// Takes `data` over; nobody changes it later.
  Constant(String name, ElementType type, Shape shape, byte[] data) {
    if (data.length != (long) shape.elements() * type.bytes()) {
      throw new IllegalArgumentException(name + " has the wrong number of bytes");
    }
    this.name = name;
    this.type = type;
    this.shape = shape;
    this.data = data;
  }

  /// A constant of computed elements, each rounded towards zero where the type is an integer.
  static Constant of(String name, ElementType type, Shape shape, double... elements) {
    ByteBuffer data = buffer(new byte[elements.length * type.bytes()]);
    for (double element : elements) {
      switch (type) {
        case FLOAT32 -> data.putFloat((float) element);
        case INT32 -> data.putInt((int) element);
        case INT64 -> data.putLong((long) element);
        case BOOL -> data.put((byte) (element == 0 ? 0 : 1));
        case UINT8 -> data.put((byte) (int) element);
      }
    }
    return new Constant(name, type, shape, data.array());
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public ElementType type() {
    return type;
  }

  @Override
  public Shape shape() {
    return shape;
  }

  @Override
  public Layout home() {
    return Layout.AS_WRITTEN;
  }

  /// The bytes themselves, not a copy.
  byte[] data() {
    return data;
  }

  /// The elements; exact for all types but large 64-bit integers.
  double[] elements() {
    ByteBuffer buffer = buffer(data);
    double[] elements = new double[shape.elements()];
    for (int i = 0; i < elements.length; i++) {
      elements[i] =
          switch (type) {
            case FLOAT32 -> buffer.getFloat();
            case INT32 -> buffer.getInt();
            case INT64 -> buffer.getLong();
            case BOOL, UINT8 -> buffer.get() & 0xff;
          };
    }
    return elements;
  }

  Constant renamed(String newName) {
    return new Constant(newName, type, shape, data);
  }

  /// The same elements in another shape of as many.
  Constant reshaped(Shape newShape) {
    return new Constant(name, type, newShape, data);
  }

  /// A transpose: axis `i` of the result is axis `axes[i]` of this.
  Constant permuted(int... axes) {
    int[] strides = shape.strides();
    int[] steps = Arrays.stream(axes).map(axis -> strides[axis]).toArray();
    return picked(shape.permuted(axes), 0, steps);
  }

  /// The elements at `start + i0 * steps[0] + i1 * steps[1] + ...` for each index of `result`.
  Constant picked(Shape result, int start, int... steps) {
    int size = type.bytes();
    int count = result.elements();
    byte[] picked = new byte[count * size];
    int[] index = new int[result.rank()];
    int from = start;
    for (int to = 0; to < count; to++) {
      System.arraycopy(data, from * size, picked, to * size, size);
      for (int axis = result.rank() - 1; axis >= 0; axis--) {
        from += steps[axis];
        if (++index[axis] < result.extent(axis)) {
          break;
        }
        from -= steps[axis] * index[axis];
        index[axis] = 0;
      }
    }
    return new Constant(name, type, result, picked);
  }

  private static ByteBuffer buffer(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
