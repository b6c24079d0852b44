package io.affut.modelimport.pytorch;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/// The bytes of a pickle, from the first to the last. Lengths are checked before anything is
/// allocated.
final class PickleBytes {
  /// The longest line, of a name or a number.
  private static final int LONGEST_LINE = 512;

  private static final int LONGEST_NUMBER = 256;

  private final ByteBuffer bytes;

  PickleBytes(ByteBuffer bytes) {
    this.bytes = bytes.slice().order(ByteOrder.LITTLE_ENDIAN);
  }

  int position() {
    return bytes.position();
  }

  int unsignedByte() throws Refusal {
    need(1);
    return Byte.toUnsignedInt(bytes.get());
  }

  int unsignedShort() throws Refusal {
    need(Short.BYTES);
    return Short.toUnsignedInt(bytes.getShort());
  }

  int signedInt() throws Refusal {
    need(Integer.BYTES);
    return bytes.getInt();
  }

  long unsignedInt() throws Refusal {
    return Integer.toUnsignedLong(signedInt());
  }

  /// Eight bytes that are a length; one beyond all files is negative.
  long signedLong() throws Refusal {
    need(Long.BYTES);
    return bytes.getLong();
  }

  /// Eight bytes, the only number that is big-endian.
  double real() throws Refusal {
    return Double.longBitsToDouble(Long.reverseBytes(signedLong()));
  }

  /// A view of the next bytes.
  ByteBuffer bytes(long length) throws Refusal {
    need(length);
    ByteBuffer view = bytes.slice(bytes.position(), (int) length);
    bytes.position(bytes.position() + (int) length);
    return view;
  }

  String text(long length) throws Refusal {
    return StandardCharsets.UTF_8.decode(bytes(length)).toString();
  }

  /// A number in two's complement.
  BigInteger whole(long length) throws Refusal {
    if (length < 0 || length > LONGEST_NUMBER) {
      throw new Refusal("its pickle holds a number of " + length + " bytes");
    }
    byte[] number = new byte[(int) length];
    bytes(length).get(number);
    for (int i = 0; i < number.length / 2; i++) {
      byte low = number[i];
      number[i] = number[number.length - 1 - i];
      number[number.length - 1 - i] = low;
    }
    return number.length == 0 ? BigInteger.ZERO : new BigInteger(number);
  }

  /// Up to the end of a line, which is read past.
  String line() throws Refusal {
    int most = Math.min(bytes.remaining(), LONGEST_LINE);
    for (int length = 0; length < most; length++) {
      if (bytes.get(bytes.position() + length) == '\n') {
        String line = text(length);
        unsignedByte();
        return line;
      }
    }
    throw new Refusal("its pickle has a line without an end at byte " + position());
  }

  private void need(long length) throws Refusal {
    if (length < 0 || length > bytes.remaining()) {
      throw new Refusal("its pickle ends too early, at byte " + position());
    }
  }
}
