package io.affut.modelimport.pytorch;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;

/// Raw elements to Java's numbers.
final class Elements {
  private Elements() {}

  /// Appends each element of `raw`, which is in its own byte order, to `floats`.
  static void widen(ScalarType type, ByteBuffer raw, FloatBuffer floats) {
    int count = raw.remaining() / type.bytes();
    switch (type) {
      case FLOAT32 -> floats.put(raw.asFloatBuffer());
      case FLOAT16 -> {
        for (int i = 0; i < count; i++) {
          floats.put(Float.float16ToFloat(raw.getShort()));
        }
      }
      case BFLOAT16 -> {
        for (int i = 0; i < count; i++) {
          floats.put(Float.intBitsToFloat(raw.getShort() << 16));
        }
      }
      case FLOAT64 -> {
        for (int i = 0; i < count; i++) {
          floats.put((float) raw.getDouble());
        }
      }
      default -> {
        for (int i = 0; i < count; i++) {
          floats.put(whole(type, raw));
        }
      }
    }
  }

  /// Appends each element of `raw`, which are integers or bools, to `wholes`.
  static void widen(ScalarType type, ByteBuffer raw, LongBuffer wholes) {
    int count = raw.remaining() / type.bytes();
    for (int i = 0; i < count; i++) {
      wholes.put(whole(type, raw));
    }
  }

  private static long whole(ScalarType type, ByteBuffer raw) {
    return switch (type) {
      case INT8 -> raw.get();
      case INT16 -> raw.getShort();
      case INT32 -> raw.getInt();
      case INT64 -> raw.getLong();
      case UINT8 -> raw.get() & 0xff;
      case BOOL -> raw.get() == 0 ? 0 : 1;
      case FLOAT32, FLOAT16, BFLOAT16, FLOAT64 ->
          throw new IllegalArgumentException(type + " is no integer");
    };
  }
}
