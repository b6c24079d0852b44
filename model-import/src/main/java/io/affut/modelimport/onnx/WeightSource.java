package io.affut.modelimport.onnx;

import io.affut.modelimport.ModelImportException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// Where the numbers of a trained weight come from. It is asked once, when the model is saved, so
/// that weights are never all in memory.
///
/// ```java
/// graph.weight("fc.weight", List.of(8, 64), tensor::writeFloats); // from a file
/// graph.weight("fc.bias", List.of(8), WeightSource.of(folded));   // computed
/// ```
@FunctionalInterface
public interface WeightSource {
  /// Writes all numbers as 32-bit floats, row-major and little-endian, in pieces of any size.
  ///
  /// @param target not to be closed
  void writeTo(OutputStream target) throws IOException, ModelImportException;

  /// Numbers in memory; the array is not copied, so it is not to be changed later.
  static WeightSource of(float[] numbers) {
    return target -> {
      ByteBuffer piece = ByteBuffer.allocate(1 << 16).order(ByteOrder.LITTLE_ENDIAN);
      for (int done = 0; done < numbers.length; ) {
        int count = Math.min(numbers.length - done, piece.capacity() / Float.BYTES);
        piece.asFloatBuffer().put(numbers, done, count);
        target.write(piece.array(), 0, count * Float.BYTES);
        done += count;
      }
    };
  }
}
