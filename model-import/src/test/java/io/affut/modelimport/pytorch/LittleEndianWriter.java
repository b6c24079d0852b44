package io.affut.modelimport.pytorch;

import java.io.ByteArrayOutputStream;

/// Bytes and little-endian numbers, one after another.
final class LittleEndianWriter {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  LittleEndianWriter raw(byte... more) {
    bytes.writeBytes(more);
    return this;
  }

  LittleEndianWriter shorts(int... numbers) {
    for (int number : numbers) {
      number(number, Short.BYTES);
    }
    return this;
  }

  LittleEndianWriter ints(int... numbers) {
    for (int number : numbers) {
      number(number, Integer.BYTES);
    }
    return this;
  }

  LittleEndianWriter longs(long... numbers) {
    for (long number : numbers) {
      number(number, Long.BYTES);
    }
    return this;
  }

  int size() {
    return bytes.size();
  }

  byte[] bytes() {
    return bytes.toByteArray();
  }

  private void number(long number, int size) {
    for (int i = 0; i < size; i++) {
      bytes.write((int) (number >> 8 * i));
    }
  }
}
