package io.affut.preprocessing.picture;

import com.drew.lang.BufferBoundsException;
import com.drew.lang.RandomAccessReader;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// Lets metadata-extractor read memory outside the heap.
final class SegmentReader extends RandomAccessReader {
  private final MemorySegment bytes;

  SegmentReader(MemorySegment bytes) {
    this.bytes = bytes;
  }

  @Override
  public int toUnshiftedOffset(int localOffset) {
    return localOffset;
  }

  @Override
  public byte getByte(int index) throws BufferBoundsException {
    validateIndex(index, 1);
    return bytes.get(ValueLayout.JAVA_BYTE, index);
  }

  @Override
  public byte[] getBytes(int index, int count) throws BufferBoundsException {
    validateIndex(index, count);
    return bytes.asSlice(index, count).toArray(ValueLayout.JAVA_BYTE);
  }

  @Override
  protected void validateIndex(int index, int count) throws BufferBoundsException {
    if (!isValidIndex(index, count)) {
      throw new BufferBoundsException(index, count, bytes.byteSize());
    }
  }

  @Override
  protected boolean isValidIndex(int index, int count) {
    return index >= 0 && count >= 0 && (long) index + count <= bytes.byteSize();
  }

  @Override
  public long getLength() {
    return bytes.byteSize();
  }
}
