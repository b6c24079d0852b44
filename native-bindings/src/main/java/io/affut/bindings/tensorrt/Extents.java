package io.affut.bindings.tensorrt;

import java.util.List;
import java.util.stream.IntStream;
import org.bytedeco.tensorrt.nvinfer.Dims64;

/// Shapes as TensorRT has them: up to 8 extents in a block of memory off the heap.
final class Extents {
  private Extents() {}

  /// Writes a shape into such a block.
  ///
  /// @throws IllegalArgumentException when it has more than 8 extents
  static Dims64 write(List<Long> extents, Dims64 target) {
    if (extents.size() > Dims64.MAX_DIMS) {
      throw new IllegalArgumentException("a shape of " + extents.size() + " extents");
    }
    target.nbDims(extents.size());
    for (int i = 0; i < extents.size(); i++) {
      target.d(i, extents.get(i));
    }
    return target;
  }

  /// Reads such a block and gives it back.
  ///
  /// @return nothing where TensorRT does not know the tensor
  static List<Long> take(Dims64 dims) {
    try (dims) {
      return IntStream.range(0, dims.nbDims()).mapToObj(dims::d).toList();
    }
  }
}
