package io.affut.modelimport.onnx;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/// Counts the bytes that pass.
final class CountedOutput extends FilterOutputStream {
  private long count;

  CountedOutput(OutputStream target) {
    super(target);
  }

  /// How many bytes have passed.
  long count() {
    return count;
  }

  @Override
  public void write(int one) throws IOException {
    out.write(one);
    count++;
  }

  @Override
  public void write(byte[] source, int offset, int length) throws IOException {
    out.write(source, offset, length);
    count += length;
  }
}
