package io.affut.modelimport.tensorflowjs;

import com.fasterxml.jackson.databind.JsonNode;
import io.affut.modelimport.ElementType;
import io.affut.modelimport.ModelImportException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Locale;

/// How the elements of a weight are stored; all numbers are little-endian.
sealed interface Storage {
  /// The size of one stored element.
  int bytes(ElementType type);

  /// The elements as `type` has them, little-endian.
  byte[] decode(byte[] stored, ElementType type);

  /// As they are.
  record Plain() implements Storage {
    @Override
    public int bytes(ElementType type) {
      return type.bytes();
    }

    @Override
    public byte[] decode(byte[] stored, ElementType type) {
      return stored;
    }
  }

  /// 32-bit floats, stored with 16 bits.
  record Half() implements Storage {
    @Override
    public int bytes(ElementType type) {
      return Short.BYTES;
    }

    @Override
    public byte[] decode(byte[] stored, ElementType type) {
      ByteBuffer from = littleEndian(stored);
      ByteBuffer to = littleEndian(new byte[stored.length * 2]);
      while (from.hasRemaining()) {
        to.putFloat(Float.float16ToFloat(from.getShort()));
      }
      return to.array();
    }
  }

  /// Floats or integers, stored as unsigned numbers `q` that stand for `q * scale + min`, computed
  /// with 64 bits; an integer is the nearest one.
  ///
  /// @param bytes of a stored number: 1 or 2
  record Quantised(int bytes, double scale, double min) implements Storage {
    @Override
    public int bytes(ElementType type) {
      return bytes;
    }

    @Override
    public byte[] decode(byte[] stored, ElementType type) {
      ByteBuffer from = littleEndian(stored);
      ByteBuffer to = littleEndian(new byte[stored.length / bytes * type.bytes()]);
      while (from.hasRemaining()) {
        int number = bytes == 1 ? from.get() & 0xff : from.getShort() & 0xffff;
        double value = number * scale + min;
        if (type == ElementType.FLOAT32) {
          to.putFloat((float) value);
        } else {
          to.putInt((int) Math.floor(value + 0.5));
        }
      }
      return to.array();
    }
  }

  /// Reads the `quantization` of a weight, which is missing where the elements are stored as they
  /// are.
  static Storage of(String weight, ElementType type, JsonNode json) throws ModelImportException {
    if (json.isMissingNode() || json.isNull()) {
      return new Plain();
    }
    String stored = json.path("dtype").asText();
    boolean fits =
        switch (stored) {
          case "float16" -> type == ElementType.FLOAT32;
          case "uint8", "uint16" -> type == ElementType.FLOAT32 || type == ElementType.INT32;
          default -> false;
        };
    if (!fits) {
      throw new ModelImportException(
          "the weight %s is of the type %s quantised to %s, which is not known"
              .formatted(weight, type.name().toLowerCase(Locale.ROOT), json.path("dtype")));
    }
    if (stored.equals("float16")) {
      return new Half();
    }
    return new Quantised(
        stored.equals("uint8") ? 1 : 2, number(weight, json, "scale"), number(weight, json, "min"));
  }

  private static double number(String weight, JsonNode json, String field)
      throws ModelImportException {
    JsonNode value = json.path(field);
    if (!value.isNumber() || !Double.isFinite(value.doubleValue())) {
      throw new ModelImportException(
          "the quantised weight %s has no usable %s".formatted(weight, field));
    }
    return value.doubleValue();
  }

  private static ByteBuffer littleEndian(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
