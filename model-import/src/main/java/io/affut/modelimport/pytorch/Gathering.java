package io.affut.modelimport.pytorch;

import io.affut.modelimport.ModelImportException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/// Elements that lie here and there in a storage, brought into row-major order.
///
/// They are walked in the order of the storage: the axis with the largest stride outermost. As soon
/// as what is left lies close together, it is read at once, gaps included, and each element put
/// where it belongs. So even a transposed tensor takes few reads.
final class Gathering {
  /// What is read at once however little of it is wanted.
  private static final int NEAR = 1 << 16;

  /// How many times as much as is wanted may be read.
  private static final int MOST_WASTE = 4;

  private final Storage storage;
  private final int size;
  private final ByteBuffer out;
  private final long offset;
  private final List<Axis> axes;
  private ByteBuffer held = ByteBuffer.allocate(0);

  /// An axis, in the order of the storage.
  ///
  /// @param stride in the storage
  /// @param step in the output
  private record Axis(long extent, long stride, int step) {}

  /// @param size of one element in bytes
  /// @param out filled from 0 on with all elements of the view
  Gathering(Storage storage, int size, StridedView view, ByteBuffer out) {
    this.storage = storage;
    this.size = size;
    this.out = out;
    this.offset = view.offset();
    this.axes =
        IntStream.range(0, view.shape().length)
            .mapToObj(axis -> new Axis(view.shape()[axis], view.strides()[axis], step(view, axis)))
            .sorted(Comparator.comparingLong(Axis::stride).reversed())
            .toList();
  }

  void run() throws ModelImportException {
    read(0, offset, 0);
  }

  private void read(int depth, long from, int to) throws ModelImportException {
    long span = 1;
    long wanted = 1;
    for (Axis axis : axes.subList(depth, axes.size())) {
      span += (axis.extent() - 1) * axis.stride();
      wanted *= axis.extent();
    }
    if (span * size <= Math.max(NEAR, MOST_WASTE * wanted * size)) {
      hold(from * size, (int) span * size);
      put(depth, 0, to);
    } else {
      Axis axis = axes.get(depth);
      for (int i = 0; i < axis.extent(); i++) {
        read(depth + 1, from + i * axis.stride(), to + i * axis.step());
      }
    }
  }

  private void hold(long position, int bytes) throws ModelImportException {
    if (held.capacity() < bytes) {
      held = ByteBuffer.allocate(bytes);
    }
    storage.read(position, held.clear().limit(bytes));
  }

  private void put(int depth, int from, int to) {
    if (depth == axes.size()) {
      out.put(to * size, held, from * size, size);
      return;
    }
    Axis axis = axes.get(depth);
    for (int i = 0; i < axis.extent(); i++) {
      put(depth + 1, from + i * (int) axis.stride(), to + i * axis.step());
    }
  }

  private static int step(StridedView view, int axis) {
    return (int)
        Arrays.stream(view.shape(), axis + 1, view.shape().length).reduce(1, (a, b) -> a * b);
  }
}
