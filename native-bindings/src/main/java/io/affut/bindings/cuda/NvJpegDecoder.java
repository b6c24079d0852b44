package io.affut.bindings.cuda;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.affut.bindings.memory.OwnedParts;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Optional;
import java.util.function.ToIntFunction;

/// Decodes one file after the other: a part of it in the calling thread, the rest on the GPU, where
/// it is only queued. Its memory in between grows and is reused.
///
/// ```java
/// NvJpegHeader header = decoder.parse(file);
/// if (decoder.backend().isPresent()) {
///   decoder.decode(stream, pixels, 0);
///   stream.record(decoded); // before the next file, this has to be reached
/// }
/// ```
///
/// One thread at a time. The maker closes it when the GPU is done with what it was given; twice is
/// fine.
public final class NvJpegDecoder implements AutoCloseable {
  private final NvJpegHandle handle;
  private final OwnedParts parts = new OwnedParts();
  private final MemorySegment image;
  private final MemorySegment answer;
  private final NvJpegParser parser;
  private final NvJpegObject params;
  private final List<Way> ways;
  private Optional<NvJpegHeader> header = Optional.empty();

  /// What decodes in one of several ways; both use the same memory.
  private record Way(NvJpegBackend backend, NvJpegObject decoder, NvJpegObject state) {}

  NvJpegDecoder(NvJpegHandle handle) {
    this.handle = handle;
    NvJpegC c = handle.c();
    try {
      this.image = parts.add(handle.newArguments()).atLeast(NvJpegC.IMAGE.byteSize());
      this.answer = parts.add(handle.newArguments()).atLeast(JAVA_INT.byteSize());
      this.parser = parts.add(handle.newParser());
      this.params =
          object(
              "nvjpegDecodeParams_t",
              "nvjpegDecodeParamsCreate",
              slot -> c.nvjpegDecodeParamsCreate(handle.pointer(), slot),
              "nvjpegDecodeParamsDestroy",
              c::nvjpegDecodeParamsDestroy);
      handle.check(
          c.nvjpegDecodeParamsSetOutputFormat(params.pointer(), NvJpegC.NVJPEG_OUTPUT_RGBI),
          "nvjpegDecodeParamsSetOutputFormat");
      NvJpegObject pinned =
          object(
              "nvjpegBufferPinned_t",
              "nvjpegBufferPinnedCreate",
              slot -> c.nvjpegBufferPinnedCreate(handle.pointer(), MemorySegment.NULL, slot),
              "nvjpegBufferPinnedDestroy",
              c::nvjpegBufferPinnedDestroy);
      NvJpegObject device =
          object(
              "nvjpegBufferDevice_t",
              "nvjpegBufferDeviceCreate",
              slot -> c.nvjpegBufferDeviceCreate(handle.pointer(), MemorySegment.NULL, slot),
              "nvjpegBufferDeviceDestroy",
              c::nvjpegBufferDeviceDestroy);
      this.ways =
          List.of(
              way(NvJpegBackend.GPU_HYBRID, pinned, device),
              way(NvJpegBackend.HYBRID, pinned, device));
    } catch (RuntimeException | Error e) {
      throw parts.closedAfter(e);
    }
  }

  private Way way(NvJpegBackend backend, NvJpegObject pinned, NvJpegObject device) {
    NvJpegC c = handle.c();
    NvJpegObject decoder =
        object(
            "nvjpegJpegDecoder_t",
            "nvjpegDecoderCreate",
            slot -> c.nvjpegDecoderCreate(handle.pointer(), backend.code(), slot),
            "nvjpegDecoderDestroy",
            c::nvjpegDecoderDestroy);
    NvJpegObject state =
        object(
            "nvjpegJpegState_t",
            "nvjpegDecoderStateCreate",
            slot -> c.nvjpegDecoderStateCreate(handle.pointer(), decoder.pointer(), slot),
            "nvjpegJpegStateDestroy",
            c::nvjpegJpegStateDestroy);
    handle.check(
        c.nvjpegStateAttachPinnedBuffer(state.pointer(), pinned.pointer()),
        "nvjpegStateAttachPinnedBuffer");
    handle.check(
        c.nvjpegStateAttachDeviceBuffer(state.pointer(), device.pointer()),
        "nvjpegStateAttachDeviceBuffer");
    return new Way(backend, decoder, state);
  }

  private NvJpegObject object(
      String kind,
      String makeName,
      ToIntFunction<MemorySegment> make,
      String releaseName,
      ToIntFunction<MemorySegment> release) {
    return parts.add(
        new NvJpegObject(
            handle.library(), handle.device(), kind, makeName, make, releaseName, release));
  }

  /// Takes the next file.
  ///
  /// @param jpeg the whole file, off-heap; it has to stay as it is until it is decoded
  /// @throws CudaException when it is no JPEG, is cut, or is of a kind that nvJPEG does not know
  public NvJpegHeader parse(MemorySegment jpeg) {
    header = Optional.empty();
    NvJpegHeader parsed = parser.parse(jpeg);
    header = Optional.of(parsed);
    return parsed;
  }

  /// What would decode the file: the GPU alone where it can, else with the calling thread's help;
  /// nothing where neither can.
  ///
  /// @throws CudaException when nvJPEG fails
  public Optional<NvJpegBackend> backend() {
    return way(parsed()).map(Way::backend);
  }

  /// Decodes the file: queues what the GPU has to do, after what it has to do before. What was
  /// queued for the file before has to be done.
  ///
  /// @param target gets u8 RGB as it is stored, rows without gaps, [NvJpegHeader#bytes()] of them
  /// @param offset in bytes
  /// @throws IndexOutOfBoundsException when the target has not so many bytes there
  /// @throws IllegalStateException when no file was taken, or none that it can decode
  /// @throws CudaException when nvJPEG fails; something may have been queued
  public void decode(CudaStream stream, DeviceBuffer target, long offset) {
    NvJpegHeader file = parsed();
    Way way =
        way(file).orElseThrow(() -> new IllegalStateException("nvJPEG does not decode the file"));
    MemorySegment pixels = target.at(stream.device(), offset, file.bytes());
    image.fill((byte) 0);
    image.set(ADDRESS, NvJpegC.IMAGE_CHANNEL, pixels);
    image.set(JAVA_LONG, NvJpegC.IMAGE_PITCH, 3L * file.width());
    NvJpegC c = handle.c();
    MemorySegment state = way.state.pointer();
    MemorySegment decoder = way.decoder.pointer();
    handle.device().select();
    handle.check(
        c.nvjpegDecodeJpegHost(
            handle.pointer(), decoder, state, params.pointer(), parser.pointer()),
        "nvjpegDecodeJpegHost");
    MemorySegment queue = stream.queueing(target.users());
    handle.check(
        c.nvjpegDecodeJpegTransferToDevice(
            handle.pointer(), decoder, state, parser.pointer(), queue),
        "nvjpegDecodeJpegTransferToDevice");
    handle.check(
        c.nvjpegDecodeJpegDevice(handle.pointer(), decoder, state, image, queue),
        "nvjpegDecodeJpegDevice");
  }

  private NvJpegHeader parsed() {
    return header.orElseThrow(() -> new IllegalStateException("nvJPEG was given no file"));
  }

  private Optional<Way> way(NvJpegHeader file) {
    return ways.stream().filter(way -> suits(way, file)).findFirst();
  }

  /// Asked of another file than a baseline one, the decoder that does all on the GPU may say yes
  /// and fail.
  private boolean suits(Way way, NvJpegHeader file) {
    if (way.backend == NvJpegBackend.GPU_HYBRID
        && file.encoding() != NvJpegHeader.Encoding.BASELINE) {
      return false;
    }
    handle.check(
        handle
            .c()
            .nvjpegDecoderJpegSupported(
                way.decoder.pointer(), parser.pointer(), params.pointer(), answer),
        "nvjpegDecoderJpegSupported");
    return answer.get(JAVA_INT, 0) == 0; // 0 means yes
  }

  @Override
  public void close() {
    parts.close();
  }
}
