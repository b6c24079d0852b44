package io.affut.modelimport.vit;

import io.affut.modelimport.ModelImportException;
import io.affut.modelimport.onnx.WeightSource;
import io.affut.modelimport.pytorch.Tensor;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.channels.WritableByteChannel;

/// Some rows of a matrix in a checkpoint, each times a factor. They are never all in memory.
///
/// @param matrix of the shape `[rows, columns]`
/// @param first the first row
/// @param factors one for each row from there on
record ScaledRows(Tensor matrix, int first, float[] factors) implements WeightSource {
  @Override
  public void writeTo(OutputStream target) throws IOException, ModelImportException {
    try (Filter filter = new Filter(target)) {
      matrix.writeFloats(filter);
    }
  }

  /// Takes the whole matrix, in pieces of whole numbers, and hands on the rows.
  private final class Filter implements WritableByteChannel {
    private final OutputStream target;
    private final int columns = matrix.shape().get(1).intValue();
    private final ByteBuffer scaled = ByteBuffer.allocate(1 << 16).order(ByteOrder.LITTLE_ENDIAN);
    private long position;

    Filter(OutputStream target) {
      this.target = target;
    }

    @Override
    public int write(ByteBuffer bytes) throws IOException {
      int length = bytes.remaining();
      FloatBuffer numbers = bytes.order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
      while (numbers.hasRemaining()) {
        long row = position / columns - first;
        int left = (int) Math.min(numbers.remaining(), columns - position % columns);
        if (row < 0 || row >= factors.length) {
          numbers.position(numbers.position() + left);
        } else {
          left = Math.min(left, scaled.capacity() / Float.BYTES);
          hand(numbers, left, factors[(int) row]);
        }
        position += left;
      }
      bytes.position(bytes.limit());
      return length;
    }

    private void hand(FloatBuffer numbers, int count, float factor) throws IOException {
      scaled.clear();
      for (int i = 0; i < count; i++) {
        scaled.putFloat(numbers.get() * factor);
      }
      target.write(scaled.array(), 0, scaled.position());
    }

    @Override
    public boolean isOpen() {
      return true;
    }

    @Override
    public void close() {}
  }
}
