package io.affut.modelimport.pytorch;

import io.affut.modelimport.ModelImportException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.Arrays;
import java.util.List;

/// A tensor whose elements stay in the file until they are asked for; several may share them.
///
/// Elements come row-major, whatever the strides and the byte order in the file. They can be asked
/// for until the [Checkpoint] is closed, afterwards that is an [IllegalStateException]; several
/// threads may ask at once.
public final class Tensor implements Value {
  /// What is read and converted at once.
  private static final int PIECE = 4 << 20;

  private static final int LONGEST_ARRAY = Integer.MAX_VALUE - 8;

  private final ScalarType type;
  private final Storage storage;
  private final StridedView view;

  Tensor(ScalarType type, Storage storage, StridedView view) {
    this.type = type;
    this.storage = storage;
    this.view = view;
  }

  /// What the elements are in the file.
  public ScalarType type() {
    return type;
  }

  /// The extents, outermost first; empty for a single number.
  public List<Long> shape() {
    return Arrays.stream(view.shape()).boxed().toList();
  }

  /// The number of elements: the product of the extents.
  public long count() {
    return view.count();
  }

  /// All elements as 32-bit floats. Integers and 64-bit floats are rounded to the nearest; `true`
  /// is 1.
  ///
  /// @return row-major
  /// @throws ModelImportException if there are more elements than an array holds, or the file can
  ///   no longer be read, or was changed
  public float[] floats() throws ModelImportException {
    FloatBuffer floats = FloatBuffer.allocate(arrayLength());
    for (ElementReader elements = elements(); floats.hasRemaining(); ) {
      Elements.widen(type, elements.next(PIECE), floats);
    }
    storage.file().checkUnchanged();
    return floats.array();
  }

  /// All elements of a tensor of integers or bools; `true` is 1.
  ///
  /// @return row-major
  /// @throws ModelImportException if the elements are no integers, or there are more than an array
  ///   holds, or the file can no longer be read, or was changed
  public long[] wholes() throws ModelImportException {
    if (!type.isWhole()) {
      throw new ModelImportException(
          "a tensor of the checkpoint should hold integers, but is torch." + type.torchName());
    }
    LongBuffer wholes = LongBuffer.allocate(arrayLength());
    for (ElementReader elements = elements(); wholes.hasRemaining(); ) {
      Elements.widen(type, elements.next(PIECE), wholes);
    }
    storage.file().checkUnchanged();
    return wholes.array();
  }

  /// Writes all elements as 32-bit floats, as [#floats] gives them, little-endian, row-major. Only
  /// a piece of them is in memory at a time.
  ///
  /// @param out stays open
  /// @throws ModelImportException if the checkpoint can no longer be read, or was changed
  /// @throws IOException if `out` cannot be written to
  public void writeFloats(WritableByteChannel out) throws ModelImportException, IOException {
    int most = (int) Math.min(count(), PIECE / type.bytes());
    ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES * most).order(ByteOrder.LITTLE_ENDIAN);
    ElementReader elements = elements();
    for (long left = count(); left > 0; ) {
      FloatBuffer floats = bytes.clear().asFloatBuffer();
      Elements.widen(type, elements.next(PIECE), floats);
      left -= floats.position();
      bytes.limit(floats.position() * Float.BYTES);
      while (bytes.hasRemaining()) {
        out.write(bytes);
      }
    }
    storage.file().checkUnchanged();
  }

  Storage storage() {
    return storage;
  }

  private ElementReader elements() {
    return new ElementReader(storage, type.bytes(), view);
  }

  private int arrayLength() throws ModelImportException {
    if (count() > LONGEST_ARRAY) {
      throw new ModelImportException(
          "a tensor of the checkpoint is too large for memory: " + count() + " elements");
    }
    return (int) count();
  }

  /// Type and shape, as in `float32[64, 3, 7, 7]`.
  @Override
  public String toString() {
    return type.torchName() + Arrays.toString(view.shape());
  }
}
