package io.affut.preprocessing.picture;

import io.affut.bindings.memory.NativeBuffer;
import io.affut.bindings.memory.NativeLedger;
import io.affut.bindings.turbojpeg.TurboJpeg;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.LongConsumer;

/// Reads pictures, one after the other, into memory that it owns and reuses.
///
/// One for each worker: any thread may use it, but only one at a time. Nothing off-heap is
/// allocated for a picture that is not larger than those before it. Close it to give the memory
/// back; twice is fine.
public final class PictureReader implements AutoCloseable {
  /// The most pixels a picture may have where nobody says otherwise: 200 megapixels.
  public static final long DEFAULT_MAX_PIXELS = 200_000_000;

  private final PictureDecoder decoder;
  private final NativeBuffer file;
  private final NativeBuffer stored;
  private final NativeBuffer upright;
  private boolean closed;

  /// @param turboJpeg decodes JPEG; without it ImageIO does, more slowly, at full scale only, and
  ///   not always to the same bytes
  /// @param maxPixels pictures that claim more are refused before anything is decoded
  /// @param ledger where the memory is counted
  public PictureReader(Optional<TurboJpeg> turboJpeg, long maxPixels, NativeLedger ledger) {
    decoder = new PictureDecoder(turboJpeg, maxPixels);
    file = NativeBuffer.shared(ledger, "picture file");
    stored = NativeBuffer.shared(ledger, "picture pixels");
    upright = NativeBuffer.shared(ledger, "upright picture");
  }

  /// Reads, decodes and turns upright the picture in `path`.
  ///
  /// @return a picture whose pixels are valid until the next read or close
  /// @throws UnreadablePictureException with a plain reason, if there is no picture to be had; the
  ///   reader can go on with the next file
  /// @throws IllegalStateException if the reader is closed
  public Picture read(Path path, DecodeScale scale) throws UnreadablePictureException {
    return read(path, scale, bytes -> {});
  }

  /// Likewise, for those who measure how long the file took and how long the decoder.
  ///
  /// @param decoding called when the file lies in memory and is to be decoded, with its size in
  ///   bytes
  public Picture read(Path path, DecodeScale scale, LongConsumer decoding)
      throws UnreadablePictureException {
    if (closed) {
      throw new IllegalStateException("the picture reader is closed");
    }
    MemorySegment bytes = FileBytes.read(path, file);
    decoding.accept(bytes.byteSize());
    return decode(bytes, scale);
  }

  private Picture decode(MemorySegment bytes, DecodeScale scale) throws UnreadablePictureException {
    PictureFile content = PictureFile.of(bytes);
    Decoded decoded = decoder.decode(content, scale, Room.in(stored));
    Orientation orientation = content.orientation();
    boolean swaps = orientation.swapsSides();
    return new Picture(
        turned(decoded, orientation),
        swaps ? decoded.height() : decoded.width(),
        swaps ? decoded.width() : decoded.height(),
        swaps ? decoded.fullHeight() : decoded.fullWidth(),
        swaps ? decoded.fullWidth() : decoded.fullHeight(),
        decoded.decoder(),
        content.format().title(),
        decoded.damage(),
        orientation,
        content.date());
  }

  private MemorySegment turned(Decoded decoded, Orientation orientation)
      throws UnreadablePictureException {
    if (orientation == Orientation.UPRIGHT) {
      return decoded.pixels();
    }
    MemorySegment turned = Room.take(upright, decoded.pixels().byteSize());
    UprightKernel.run(decoded.pixels(), decoded.width(), decoded.height(), orientation, turned);
    return turned;
  }

  @Override
  public void close() {
    closed = true;
    decoder.close();
    file.close();
    stored.close();
    upright.close();
  }
}
