package io.affut.modelimport.pytorch;

import io.affut.modelimport.ModelImportException;
import java.nio.ByteBuffer;

/// The elements of a tensor one after another, row-major, as raw bytes.
///
/// Elements that lie in order are read in order. Of others, all that lies between the first and the
/// last is read at once where that is not too much; else a little from each place.
final class ElementReader {
  /// What may be held of a storage to gather from.
  private static final int MOST_HELD = 64 << 20;

  /// How far reading on is cheaper than reading again.
  private static final int NEAR = 4096;

  private final Storage storage;
  private final int size;
  private final StridedView view;
  private final boolean contiguous;
  private final long end;
  private final int axes;
  private final long[] index;
  private long place;
  private long left;
  private ByteBuffer held;
  private long heldFrom;

  /// @param size of one element in bytes
  ElementReader(Storage storage, int size, StridedView view) {
    this.storage = storage;
    this.size = size;
    this.view = view;
    this.contiguous = view.isContiguous();
    this.left = view.count();
    this.end = left == 0 ? 0 : (view.last() + 1) * size;
    this.axes = view.shape().length;
    this.index = new long[axes];
    this.place = view.offset();
    this.held = ByteBuffer.allocate(0);
  }

  /// The next elements, in the byte order of the storage; at least one while there are some.
  ///
  /// @param most bytes, at least one element
  ByteBuffer next(int most) throws ModelImportException {
    int count = (int) Math.min(left, most / size);
    ByteBuffer raw = ByteBuffer.allocate(count * size);
    if (contiguous) {
      storage.read(place * size, raw);
      place += count;
    } else {
      for (int i = 0; i < count; i++) {
        gather(raw);
        advance();
      }
    }
    left -= count;
    return raw.flip().order(storage.order());
  }

  private void gather(ByteBuffer raw) throws ModelImportException {
    long from = place * size;
    if (from < heldFrom || from + size > heldFrom + held.limit()) {
      hold(from);
    }
    int at = (int) (from - heldFrom);
    for (int i = 0; i < size; i++) {
      raw.put(held.get(at + i));
    }
  }

  private void hold(long from) throws ModelImportException {
    long first = view.offset() * size;
    long wanted = end - first;
    if (wanted <= MOST_HELD) {
      heldFrom = first;
    } else {
      heldFrom = from;
      boolean near = view.strides()[axes - 1] * size <= NEAR;
      wanted = near ? Math.min(16 * NEAR, end - from) : size;
    }
    if (held.capacity() < wanted) {
      held = ByteBuffer.allocate((int) wanted);
    }
    storage.read(heldFrom, held.clear().limit((int) wanted));
    held.flip();
  }

  /// To the next element, as a counter with a digit for each axis.
  private void advance() {
    for (int axis = axes - 1; axis >= 0; axis--) {
      place += view.strides()[axis];
      if (++index[axis] < view.shape()[axis]) {
        return;
      }
      place -= view.strides()[axis] * view.shape()[axis];
      index[axis] = 0;
    }
  }
}
