package io.affut.modelimport.pytorch;

import io.affut.modelimport.ModelImportException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/// The elements of a tensor one after another, row-major, as raw bytes, a piece at a time.
final class ElementReader {
  private final Storage storage;
  private final int size;
  private final StridedView view;
  private final boolean contiguous;
  private long left;

  /// @param size of one element in bytes
  ElementReader(Storage storage, int size, StridedView view) {
    this.storage = storage;
    this.size = size;
    this.view = view;
    this.contiguous = view.isContiguous();
    this.left = view.count();
  }

  /// The next elements, in the byte order of the storage; at least one while there are some.
  ///
  /// @param most bytes, at least one element
  ByteBuffer next(int most) throws ModelImportException {
    long done = view.count() - left;
    StridedView piece = contiguous ? run(done, most / size) : block(done, most / size);
    left -= piece.count();
    ByteBuffer raw = ByteBuffer.allocate((int) piece.count() * size);
    if (contiguous) {
      storage.read(piece.offset() * size, raw);
      raw.flip();
    } else {
      new Gathering(storage, size, piece, raw).run();
    }
    return raw.order(storage.order());
  }

  private StridedView run(long done, int most) {
    long[] count = {Math.min(left, most)};
    return new StridedView(view.offset() + done, count, new long[] {1});
  }

  /// As many whole rows as there is room for, of the outermost axis whose rows are small enough.
  private StridedView block(long done, int most) {
    int axis = 0;
    long row = view.count() / view.shape()[0];
    while (row > most) {
      axis++;
      row /= view.shape()[axis];
    }
    long extent = view.shape()[axis];
    long rows = Math.min(most / row, extent - done / row % extent);
    long offset = view.offset();
    long before = done / row;
    for (int outer = axis; outer >= 0; outer--) {
      offset += before % view.shape()[outer] * view.strides()[outer];
      before /= view.shape()[outer];
    }
    long[] shape = Arrays.copyOfRange(view.shape(), axis, view.shape().length);
    shape[0] = rows;
    long[] strides = Arrays.copyOfRange(view.strides(), axis, view.shape().length);
    return new StridedView(offset, shape, strides);
  }
}
