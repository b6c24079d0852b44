package io.affut.preprocessing.cuda;

import io.affut.bindings.cuda.CudaException;
import io.affut.bindings.cuda.CudaStream;
import io.affut.bindings.cuda.DeviceBuffer;
import io.affut.bindings.cuda.NvJpegDecoder;
import io.affut.bindings.cuda.NvJpegHandle;
import io.affut.bindings.cuda.NvJpegHeader;
import io.affut.bindings.cuda.NvJpegParser;
import io.affut.bindings.memory.OwnedParts;
import java.lang.foreign.MemorySegment;
import java.util.Optional;

/// One reader's access to nvJPEG. One thread at a time; the maker closes it when its stream is done
/// with what it was given.
final class JpegSession implements AutoCloseable {
  private final NvJpegHandle handle;
  private final CudaStream stream;
  private final OwnedParts parts = new OwnedParts();
  private final Optional<HardwareJpegs> hardware;
  private final Optional<NvJpegParser> parser;
  private final boolean mayHelp;
  private final Optional<WrittenMark> mark;
  private NvJpegDecoder decoder;

  /// @param mayHelp whether the reader may decode by itself where the GPU has enough to do
  JpegSession(
      NvJpegHandle handle, Optional<HardwareJpegs> hardware, CudaStream stream, boolean mayHelp) {
    this.handle = handle;
    this.stream = stream;
    this.hardware = hardware;
    this.mayHelp = mayHelp;
    try {
      this.mark = hardware.map(_ -> parts.add(new WrittenMark(stream)));
      this.parser = hardware.map(shared -> parts.add(shared.newParser()));
    } catch (RuntimeException | Error e) {
      throw parts.closedAfter(e);
    }
  }

  /// Decodes a file into the GPU's memory, after what was queued on the stream before; what is
  /// queued there afterwards finds the pixels.
  ///
  /// @param file has to stay until the stream is done
  /// @param fit what is known of it
  /// @param target gets u8 RGB as it is stored, from its start on
  /// @return where it was not decoded, what is queued afterwards may write the target anew
  /// @throws CudaException when the GPU has no memory left or is lost
  JpegOutcome decode(MemorySegment file, JpegCheck.Fit fit, DeviceBuffer target) {
    try {
      return decoded(file, fit, target);
    } catch (CudaException e) {
      if (isOfTheGpu(e)) {
        throw e;
      }
      // Was it the GPU after all, then the next use of the stream says so.
      return new JpegOutcome.Refused(e.getMessage());
    }
  }

  /// Whether a failure is the GPU's and not the file's.
  static boolean isOfTheGpu(CudaException failure) {
    return failure.isOutOfMemory() || !failure.function().startsWith("nvjpeg");
  }

  private JpegOutcome decoded(MemorySegment file, JpegCheck.Fit fit, DeviceBuffer target) {
    if (hardware.isPresent()) {
      NvJpegHeader header = parser.orElseThrow().parse(file);
      if (!isAsExpected(header, fit)) {
        return otherSize(header);
      }
      if (parser.orElseThrow().suitsBatches()) {
        return decodedByHardware(file, fit, target);
      }
    }
    NvJpegHeader header = decoder().parse(file);
    if (!isAsExpected(header, fit)) {
      return otherSize(header);
    }
    if (decoder().backend().isEmpty()) {
      return new JpegOutcome.Refused("it says that it decodes no such file");
    }
    decoder().decode(stream, target, 0);
    return new JpegOutcome.Decoded();
  }

  /// It does not wait for the stream, and where it leaves a file out it may say that all went well:
  /// others have seen both. The target would have the picture before then.
  private JpegOutcome decodedByHardware(
      MemorySegment file, JpegCheck.Fit fit, DeviceBuffer target) {
    WrittenMark end = mark.orElseThrow();
    end.set(target, 3 * fit.pixels());
    if (!hardware.orElseThrow().decode(file, fit, target, !mayHelp)) {
      return new JpegOutcome.Busy();
    }
    return end.isOverwritten(target, 3 * fit.pixels())
        ? new JpegOutcome.Decoded()
        : new JpegOutcome.Refused("the GPU's decoder has written nothing");
  }

  /// It takes memory of the GPU, and where that has a decoder of its own few files need it.
  private NvJpegDecoder decoder() {
    if (decoder == null) {
      decoder = parts.add(handle.newDecoder());
    }
    return decoder;
  }

  /// The target is as large as we think that the picture is.
  private static boolean isAsExpected(NvJpegHeader header, JpegCheck.Fit fit) {
    return header.width() == fit.width() && header.height() == fit.height();
  }

  private static JpegOutcome otherSize(NvJpegHeader header) {
    return new JpegOutcome.Refused(
        "it takes it for " + header.width() + " x " + header.height() + " pixels");
  }

  @Override
  public void close() {
    parts.close();
  }
}
