package io.affut.preprocessing.cuda;

import io.affut.bindings.cuda.CudaDevice;
import io.affut.bindings.cuda.CudaEvent;
import io.affut.bindings.cuda.CudaException;
import io.affut.bindings.cuda.CudaStream;
import io.affut.bindings.cuda.DeviceBuffer;
import io.affut.bindings.memory.NativeBuffer;
import io.affut.bindings.memory.NativeLedger;
import io.affut.bindings.memory.OwnedParts;
import io.affut.bindings.turbojpeg.TurboJpeg;
import io.affut.preprocessing.picture.DecodeScale;
import io.affut.preprocessing.picture.Decoded;
import io.affut.preprocessing.picture.FileBytes;
import io.affut.preprocessing.picture.Orientation;
import io.affut.preprocessing.picture.Picture;
import io.affut.preprocessing.picture.PictureDecoder;
import io.affut.preprocessing.picture.PictureFile;
import io.affut.preprocessing.picture.PictureFormat;
import io.affut.preprocessing.picture.Room;
import io.affut.preprocessing.picture.UnreadablePictureException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.LongConsumer;

/// Reads pictures, one after the other, into memory of a GPU that it owns and reuses.
///
/// nvJPEG decodes the JPEG files that surely decode whole (JpegCheck says which). All others, and
/// those that nvJPEG refuses, are decoded on the processor as
/// [io.affut.preprocessing.picture.PictureReader] does it, with the same words for what is wrong,
/// and copied to the GPU. nvJPEG decodes at full size only, whatever scale is asked for.
///
/// Everything is queued on one stream, in its order: what the caller queues there after a read and
/// before the next one finds the picture.
///
/// One for each worker: any thread may use it, but only one at a time. Nothing off-heap is
/// allocated for a picture that is not larger than those before it. The maker closes it, before the
/// stream and nvJPEG; twice is fine.
public final class DevicePictureReader implements AutoCloseable {
  private final CudaStream stream;
  private final long maxPixels;
  private final OwnedParts parts = new OwnedParts();
  private final GrowingMemory picture;
  private final PictureDecoder decoder;
  private final Room file;
  private final PinnedRoom decoded;
  private final CudaEvent mark;
  private final Optional<JpegSession> jpegs;

  /// Whether something may have been queued that uses the memory of the host.
  private boolean busy;

  /// Whether the mark comes after that.
  private boolean marked;

  private boolean closed;

  /// @param device where the pictures go
  /// @param stream of the device; the caller's, who uses it with this reader's thread only
  /// @param jpegs nvJPEG on that device; without it everything is decoded on the processor
  /// @param turboJpeg decodes JPEG on the processor; without it ImageIO does
  /// @param maxPixels pictures that claim more are refused before anything is decoded
  /// @param ledger where memory of the host that the device does not know of is counted
  /// @throws CudaException when CUDA or nvJPEG fails
  public DevicePictureReader(
      CudaDevice device,
      CudaStream stream,
      Optional<GpuJpegs> jpegs,
      Optional<TurboJpeg> turboJpeg,
      long maxPixels,
      NativeLedger ledger) {
    this.stream = stream;
    this.maxPixels = maxPixels;
    try {
      this.picture = parts.add(new GrowingMemory());
      this.decoder = parts.add(new PictureDecoder(turboJpeg, maxPixels));
      this.file = jpegs.isPresent() ? pinned(device) : ordinary(ledger);
      this.decoded = pinned(device);
      this.mark = parts.add(device.newEvent());
      boolean mayHelp = turboJpeg.isPresent(); // ImageIO would be slower than waiting
      this.jpegs = jpegs.map(shared -> parts.add(shared.newSession(stream, mayHelp)));
    } catch (RuntimeException | Error e) {
      throw parts.closedAfter(e);
    }
  }

  private PinnedRoom pinned(CudaDevice device) {
    return parts.add(new PinnedRoom(device));
  }

  /// Where nothing but the processor reads the file.
  private Room ordinary(NativeLedger ledger) {
    return Room.in(parts.add(NativeBuffer.shared(ledger, "picture file")));
  }

  /// Reads the picture in `path` and queues what brings it to the GPU.
  ///
  /// @param scale how much of it is wanted; pictures that nvJPEG decodes come whole
  /// @param decoding called when the file lies in memory and is to be decoded, with its size in
  ///   bytes
  /// @return a picture that is there for what is queued on the stream before the next read
  /// @throws UnreadablePictureException with a plain reason, if there is no picture to be had; the
  ///   reader can go on with the next file
  /// @throws CudaException when the GPU has no memory left ([CudaException#isOutOfMemory()]; the
  ///   reader can go on), or fails otherwise
  /// @throws IllegalStateException if the reader is closed
  public DeviceRead read(Path path, DecodeScale scale, LongConsumer decoding)
      throws UnreadablePictureException {
    settle();
    MemorySegment bytes = FileBytes.read(path, file);
    decoding.accept(bytes.byteSize());
    PictureFile content = PictureFile.of(bytes);
    if (jpegs.isEmpty() || content.format() != PictureFormat.JPEG) {
      return decodedHere(content, scale, Optional.empty());
    }
    return switch (JpegCheck.of(bytes)) {
      case JpegCheck.Unfit(String reason) -> decodedHere(content, scale, Optional.of(reason));
      case JpegCheck.Fit fit when fit.pixels() > maxPixels ->
          decodedHere(content, scale, Optional.of("it has too many pixels"));
      case JpegCheck.Fit fit -> decodedThere(content, scale, fit);
    };
  }

  private DeviceRead decodedThere(PictureFile content, DecodeScale scale, JpegCheck.Fit fit)
      throws UnreadablePictureException {
    DeviceBuffer target = picture.atLeast(stream, 3 * fit.pixels());
    begin();
    switch (jpegs.orElseThrow().decode(content.bytes().asSlice(0, fit.bytes()), fit, target)) {
      case JpegOutcome.Refused(String reason) -> {
        return decodedHere(content, scale, Optional.of(reason));
      }
      case JpegOutcome.Busy() -> {
        return decodedHere(content, scale, Optional.empty());
      }
      case JpegOutcome.Decoded() -> {}
    }
    end();
    DevicePicture there =
        new DevicePicture(target, 0, fit.width(), fit.height(), content.orientation());
    return new DeviceRead(
        there,
        there.uprightWidth(),
        there.uprightHeight(),
        "nvJPEG",
        content.format().title(),
        Optional.empty(),
        content.date(),
        Optional.empty());
  }

  private DeviceRead decodedHere(PictureFile content, DecodeScale scale, Optional<String> refusal)
      throws UnreadablePictureException {
    Decoded here = decoder.decode(content, scale, decoded);
    Orientation orientation = content.orientation();
    boolean swaps = orientation.swapsSides();
    return new DeviceRead(
        uploaded(here.width(), here.height(), orientation),
        swaps ? here.fullHeight() : here.fullWidth(),
        swaps ? here.fullWidth() : here.fullHeight(),
        here.decoder(),
        content.format().title(),
        here.damage(),
        content.date(),
        refusal);
  }

  /// Queues what brings a picture to the GPU that was decoded elsewhere, such as a frame of a
  /// video; its pixels may change afterwards.
  ///
  /// @return a picture that is there for what is queued on the stream before the next read; upright
  /// @throws CudaException when the GPU has no memory left, or fails otherwise
  /// @throws IllegalStateException if the reader is closed
  public DevicePicture upload(Picture upright) {
    settle();
    decoded.take(upright.pixels().byteSize()).copyFrom(upright.pixels());
    return uploaded(upright.width(), upright.height(), Orientation.UPRIGHT);
  }

  /// Queues the copy of what lies in the room for decoded pictures.
  private DevicePicture uploaded(int width, int height, Orientation orientation) {
    long bytes = 3L * width * height;
    DeviceBuffer target = picture.atLeast(stream, bytes);
    begin();
    stream.copyToDevice(decoded.buffer(), 0, target, 0, bytes);
    end();
    return new DevicePicture(target, 0, width, height, orientation);
  }

  private void begin() {
    busy = true;
    marked = false;
  }

  private void end() {
    stream.record(mark);
    marked = true;
  }

  /// Waits until the memory of the host is free again. What the caller queued since then may still
  /// be at work with the picture.
  private void settle() {
    if (closed) {
      throw new IllegalStateException("the picture reader is closed");
    }
    if (busy) {
      busy = false; // after a failure there is nothing left to wait for
      if (marked) {
        mark.synchronise();
      } else {
        stream.synchronise();
      }
    }
  }

  /// Waits for what was queued, and gives all memory back in any case.
  ///
  /// @throws CudaException when some of the work failed
  @Override
  public void close() {
    if (!closed) {
      try (parts) {
        settle();
      } finally {
        closed = true;
      }
    }
  }
}
