package io.affut.preprocessing.picture;

import java.io.EOFException;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import javax.imageio.stream.ImageInputStreamImpl;

/// Lets ImageIO read memory outside the heap, without a cache and without a temporary file.
final class SegmentImageInputStream extends ImageInputStreamImpl {
  private final MemorySegment bytes;

  SegmentImageInputStream(MemorySegment bytes) {
    this.bytes = bytes;
  }

  @Override
  public int read() throws IOException {
    checkClosed();
    bitOffset = 0;
    if (streamPos >= bytes.byteSize()) {
      return -1;
    }
    return bytes.get(ValueLayout.JAVA_BYTE, streamPos++) & 255;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    checkClosed();
    bitOffset = 0;
    if (length == 0) {
      return 0;
    }
    if (streamPos >= bytes.byteSize()) {
      return -1;
    }
    int count = (int) Math.min(length, bytes.byteSize() - streamPos);
    MemorySegment.copy(bytes, ValueLayout.JAVA_BYTE, streamPos, target, offset, count);
    streamPos += count;
    return count;
  }

  @Override
  public void readFully(byte[] target, int offset, int length) throws IOException {
    if (length > bytes.byteSize() - streamPos) {
      throw new EOFException();
    }
    super.readFully(target, offset, length);
  }

  @Override
  public long length() {
    return bytes.byteSize();
  }
}
