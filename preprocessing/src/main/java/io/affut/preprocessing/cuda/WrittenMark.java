package io.affut.preprocessing.cuda;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import io.affut.bindings.cuda.CudaException;
import io.affut.bindings.cuda.CudaStream;
import io.affut.bindings.cuda.DeviceBuffer;
import io.affut.bindings.cuda.PinnedBuffer;
import java.lang.foreign.MemorySegment;

/// The end of a picture in a GPU's memory, overwritten before something is to write the picture, so
/// that it can be seen whether it did. A picture that ends in just that grey counts as not written.
///
/// One thread at a time; the maker closes it.
final class WrittenMark implements AutoCloseable {
  /// The last 84 pixels, or all where there are fewer.
  private static final long BYTES = 252;

  private static final int LEVEL = 0xa5;

  private final CudaStream stream;
  private final PinnedBuffer seen;

  /// @param stream somebody else's, closed later
  WrittenMark(CudaStream stream) {
    this.stream = stream;
    this.seen = stream.device().allocatePinned(BYTES);
  }

  /// Overwrites the end, and waits until that and everything else on the stream is done.
  ///
  /// @param end of the picture, in bytes
  /// @throws CudaException when CUDA fails, perhaps in earlier work
  void set(DeviceBuffer picture, long end) {
    long bytes = Math.min(BYTES, end);
    stream.fill(picture, end - bytes, bytes, LEVEL);
    stream.synchronise();
  }

  /// Whether something else is there by now.
  ///
  /// @throws CudaException when CUDA fails, perhaps in earlier work
  boolean isOverwritten(DeviceBuffer picture, long end) {
    long bytes = Math.min(BYTES, end);
    stream.copyToHost(picture, end - bytes, seen, 0, bytes);
    stream.synchronise();
    MemorySegment pixels = seen.memory();
    for (long i = 0; i < bytes; i++) {
      if (pixels.get(JAVA_BYTE, i) != (byte) LEVEL) {
        return true;
      }
    }
    return false;
  }

  @Override
  public void close() {
    seen.close();
  }
}
