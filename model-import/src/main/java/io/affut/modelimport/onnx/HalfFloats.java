package io.affut.modelimport.onnx;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.OptionalDouble;

/// Takes 32-bit floats and hands on 16-bit ones, little-endian both, rounded to nearest, ties to
/// even.
final class HalfFloats extends OutputStream {
  private final OutputStream target;
  private final ByteBuffer floats = ByteBuffer.allocate(1 << 16).order(ByteOrder.LITTLE_ENDIAN);
  private final ByteBuffer halves =
      ByteBuffer.allocate(floats.capacity() / 2).order(ByteOrder.LITTLE_ENDIAN);
  private OptionalDouble tooLarge = OptionalDouble.empty();

  HalfFloats(OutputStream target) {
    this.target = target;
  }

  /// The first number that was finite and became infinite, if there was one.
  OptionalDouble tooLarge() {
    return tooLarge;
  }

  @Override
  public void write(int one) throws IOException {
    write(new byte[] {(byte) one}, 0, 1);
  }

  @Override
  public void write(byte[] source, int offset, int length) throws IOException {
    for (int done = 0; done < length; ) {
      int count = Math.min(length - done, floats.remaining());
      floats.put(source, offset + done, count);
      done += count;
      if (!floats.hasRemaining()) {
        flush();
      }
    }
  }

  /// Hands on every number that is complete.
  @Override
  public void flush() throws IOException {
    floats.flip();
    while (floats.remaining() >= Float.BYTES) {
      float number = floats.getFloat();
      short half = Float.floatToFloat16(number);
      if (Float.isFinite(number) && !Float.isFinite(Float.float16ToFloat(half))) {
        tooLarge = tooLarge.isPresent() ? tooLarge : OptionalDouble.of(number);
      }
      halves.putShort(half);
    }
    floats.compact();
    target.write(halves.array(), 0, halves.position());
    halves.clear();
  }
}
