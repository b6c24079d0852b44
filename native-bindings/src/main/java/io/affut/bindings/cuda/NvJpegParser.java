package io.affut.bindings.cuda;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import io.affut.bindings.memory.OwnedParts;
import java.lang.foreign.MemorySegment;

/// Reads what a file says before its pixels, and remembers where the file lies.
///
/// One thread at a time. The maker closes it; twice is fine.
public final class NvJpegParser implements AutoCloseable {
  private final NvJpegHandle handle;
  private final OwnedParts parts = new OwnedParts();
  private final MemorySegment numbers;
  private final NvJpegObject stream;

  NvJpegParser(NvJpegHandle handle) {
    this.handle = handle;
    NvJpegC c = handle.c();
    try {
      this.numbers = parts.add(handle.newArguments()).atLeast(2 * JAVA_INT.byteSize());
      this.stream =
          parts.add(
              new NvJpegObject(
                  handle.library(),
                  handle.device(),
                  "nvjpegJpegStream_t",
                  "nvjpegJpegStreamCreate",
                  slot -> c.nvjpegJpegStreamCreate(handle.pointer(), slot),
                  "nvjpegJpegStreamDestroy",
                  c::nvjpegJpegStreamDestroy));
    } catch (RuntimeException | Error e) {
      throw parts.closedAfter(e);
    }
  }

  /// Reads the header of a file.
  ///
  /// @param jpeg the whole file, off-heap; it has to stay as it is until what is decoded of it is
  ///   done
  /// @throws CudaException when it is no JPEG, is cut, or is of a kind that nvJPEG does not know
  public NvJpegHeader parse(MemorySegment jpeg) {
    NvJpegC c = handle.c();
    handle.device().select();
    MemorySegment first = numbers.asSlice(0, JAVA_INT);
    MemorySegment second = numbers.asSlice(JAVA_INT.byteSize(), JAVA_INT);
    handle.check(
        c.nvjpegJpegStreamParse(handle.pointer(), jpeg, jpeg.byteSize(), 0, 0, pointer()),
        "nvjpegJpegStreamParse");
    handle.check(
        c.nvjpegJpegStreamGetFrameDimensions(pointer(), first, second),
        "nvjpegJpegStreamGetFrameDimensions");
    int width = first.get(JAVA_INT, 0);
    int height = second.get(JAVA_INT, 0);
    handle.check(
        c.nvjpegJpegStreamGetComponentsNum(pointer(), first), "nvjpegJpegStreamGetComponentsNum");
    int components = first.get(JAVA_INT, 0);
    handle.check(
        c.nvjpegJpegStreamGetJpegEncoding(pointer(), first), "nvjpegJpegStreamGetJpegEncoding");
    var encoding = NvJpegHeader.Encoding.of(first.get(JAVA_INT, 0));
    handle.check(
        c.nvjpegJpegStreamGetChromaSubsampling(pointer(), first),
        "nvjpegJpegStreamGetChromaSubsampling");
    var subsampling = NvJpegHeader.Subsampling.of(first.get(JAVA_INT, 0));
    return new NvJpegHeader(width, height, components, encoding, subsampling);
  }

  /// Whether a batch of the same handle decodes the file that was parsed last.
  ///
  /// @throws CudaException when nvJPEG fails
  public boolean suitsBatches() {
    MemorySegment answer = numbers.asSlice(0, JAVA_INT);
    handle.check(
        handle.c().nvjpegDecodeBatchedSupported(handle.pointer(), pointer(), answer),
        "nvjpegDecodeBatchedSupported");
    return answer.get(JAVA_INT, 0) == 0; // 0 means yes
  }

  @Override
  public void close() {
    parts.close();
  }

  MemorySegment pointer() {
    return stream.pointer();
  }
}
