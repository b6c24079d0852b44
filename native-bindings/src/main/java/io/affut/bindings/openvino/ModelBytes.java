package io.affut.bindings.openvino;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;

/// Tells models from what cannot be one, before C sees the bytes: OpenVINO 2026.2 ends the process
/// when it is given an ONNX model from memory that is cut off.
final class ModelBytes {
  private ModelBytes() {}

  /// Whether the bytes start like XML, or are a whole protocol buffer at its outermost level, as
  /// ONNX is.
  static boolean canBeModel(MemorySegment bytes) {
    return startsLikeXml(bytes) || new Fields(bytes).fillExactly();
  }

  private static boolean startsLikeXml(MemorySegment bytes) {
    for (long i = 0; i < bytes.byteSize(); i++) {
      byte b = bytes.get(JAVA_BYTE, i);
      if (b == '<') {
        return true;
      }
      boolean byteOrderMark = i < 3 && b == (byte) (0xBFBBEF >> 8 * i);
      if (!byteOrderMark && !Character.isWhitespace(b)) {
        return false;
      }
    }
    return false;
  }

  /// The fields of a protocol buffer, one after the other: a key, then a number, or a length and so
  /// many bytes.
  private static final class Fields {
    private static final long DAMAGED = -1;

    private final MemorySegment bytes;
    private long position;

    Fields(MemorySegment bytes) {
      this.bytes = bytes;
    }

    boolean fillExactly() {
      while (position >= 0 && position < bytes.byteSize()) {
        int wireType = (int) number() & 7;
        switch (wireType) {
          case 0 -> number();
          case 1 -> skip(8);
          case 2 -> skip(number());
          case 5 -> skip(4);
          default -> {
            return false;
          }
        }
      }
      return position == bytes.byteSize();
    }

    /// Seven bits a byte, the lowest first, ten bytes at most; the last one's highest bit is 0.
    private long number() {
      long value = 0;
      for (int shift = 0; shift < 70; shift += 7) {
        if (position < 0 || position >= bytes.byteSize()) {
          break;
        }
        byte b = bytes.get(JAVA_BYTE, position++);
        value |= (long) (b & 0x7f) << shift;
        if (b >= 0) {
          return value;
        }
      }
      position = DAMAGED;
      return 0;
    }

    private void skip(long count) {
      boolean possible = position >= 0 && count >= 0 && count <= bytes.byteSize() - position;
      position = possible ? position + count : DAMAGED;
    }
  }
}
