package io.affut.modelimport.pytorch;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// Writes pickles by hand, one operation a call; names are those of Python's `pickletools`.
final class PickleWriter {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  /// With the protocol that `torch.save` uses.
  static PickleWriter pickle() {
    return new PickleWriter().op(0x80, 2);
  }

  /// Any bytes.
  PickleWriter op(int... codes) {
    for (int code : codes) {
      bytes.write(code);
    }
    return this;
  }

  /// Operations without arguments, by their letters.
  PickleWriter ops(String letters) {
    return raw(letters.getBytes(StandardCharsets.ISO_8859_1));
  }

  PickleWriter raw(byte... more) {
    bytes.writeBytes(more);
    return this;
  }

  PickleWriter raw(PickleWriter more) {
    return raw(more.bytes());
  }

  /// The same again and again.
  PickleWriter repeat(int times, String letters) {
    return ops(letters.repeat(times));
  }

  PickleWriter little32(long number) {
    return raw(new LittleEndianWriter().ints((int) number).bytes());
  }

  PickleWriter little64(long number) {
    return raw(new LittleEndianWriter().longs(number).bytes());
  }

  PickleWriter text(String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    return op('X').little32(utf8.length).raw(utf8);
  }

  PickleWriter whole(long number) {
    byte[] big = BigInteger.valueOf(number).toByteArray();
    op(0x8a, big.length);
    for (int i = big.length - 1; i >= 0; i--) {
      op(big[i]);
    }
    return this;
  }

  PickleWriter real(double number) {
    return op('G').raw(ByteBuffer.allocate(8).putDouble(number).array());
  }

  PickleWriter global(String module, String name) {
    return ops("c" + module + "\n" + name + "\n");
  }

  PickleWriter put(long index) {
    return op('r').little32(index);
  }

  PickleWriter get(long index) {
    return op('j').little32(index);
  }

  PickleWriter wholes(long... numbers) {
    op('(');
    for (long number : numbers) {
      whole(number);
    }
    return op('t');
  }

  /// What stands for a storage.
  ///
  /// @param type such as `FloatStorage`
  PickleWriter storage(String type, String key, long elements) {
    return op('(')
        .text("storage")
        .global("torch", type)
        .text(key)
        .text("cpu")
        .whole(elements)
        .ops("tQ");
  }

  /// A tensor over a storage of `elements`.
  PickleWriter tensor(
      String type, String key, long elements, long offset, long[] shape, long[] strides) {
    return global("torch._utils", "_rebuild_tensor_v2")
        .op('(')
        .storage(type, key, elements)
        .whole(offset)
        .wholes(shape)
        .wholes(strides)
        .op(0x89)
        .ops("NtR");
  }

  byte[] bytes() {
    return bytes.toByteArray();
  }

  /// The pickle with its end.
  byte[] stop() {
    return op('.').bytes();
  }
}
