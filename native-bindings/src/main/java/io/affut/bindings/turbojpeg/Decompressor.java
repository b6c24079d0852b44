package io.affut.bindings.turbojpeg;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import io.affut.bindings.memory.NativeLedger;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Optional;

/// Decodes JPEG files from memory to memory; nothing is allocated for a file except what the
/// library itself takes and gives back.
///
/// One thread at a time. The maker closes it; twice is fine.
public final class Decompressor implements AutoCloseable {
  private static final String KIND = "tjhandle";
  private static final int FLAGS = TurboJpegC.TJFLAG_ACCURATEDCT | TurboJpegC.TJFLAG_LIMITSCANS;

  /// How much of the destination's end shows whether the last row was written.
  private static final long MARK_BYTES = 64;

  private final TurboJpegC c;
  private final NativeLedger ledger;
  private MemorySegment handle;
  private final Arena arena; // shared, since whoever closes a pool may be another thread
  private final MemorySegment width;
  private final MemorySegment height;
  private final MemorySegment subsampling;
  private final MemorySegment colorSpace;
  private boolean closed;

  Decompressor(TurboJpegC c, NativeLedger ledger) {
    this.c = c;
    this.ledger = ledger;
    this.arena = Arena.ofShared();
    try {
      this.width = arena.allocate(JAVA_INT);
      this.height = arena.allocate(JAVA_INT);
      this.subsampling = arena.allocate(JAVA_INT);
      this.colorSpace = arena.allocate(JAVA_INT);
      this.handle = newHandle(c);
    } catch (RuntimeException | Error e) {
      arena.close();
      throw e;
    }
    ledger.add(KIND, 1);
  }

  /// Reads what the file says of itself before its pixels.
  ///
  /// @param jpeg the whole file, off-heap, not empty
  /// @throws TurboJpegException when it is no JPEG file, is cut before its pixels, or is of a kind
  ///   that the library cannot describe
  public JpegHeader header(MemorySegment jpeg) {
    checkSource(jpeg);
    width.set(JAVA_INT, 0, 0);
    height.set(JAVA_INT, 0, 0);
    subsampling.set(JAVA_INT, 0, -1);
    colorSpace.set(JAVA_INT, 0, -1);
    int status =
        c.tjDecompressHeader3(
            handle, jpeg, jpeg.byteSize(), width, height, subsampling, colorSpace);
    int w = width.get(JAVA_INT, 0);
    int h = height.get(JAVA_INT, 0);
    int colors = colorSpace.get(JAVA_INT, 0);
    boolean usable = w > 0 && h > 0 && colors >= 0 && colors < ColorSpace.values().length;
    if (status != 0 && !(isWarning() && usable)) {
      throw failure("tjDecompressHeader3", status);
    }
    if (!usable) {
      renew();
      String what =
          w == 0 && h == 0
              ? "the file ends before its picture"
              : "a header of " + w + " x " + h + " pixels, colours " + colors;
      throw new TurboJpegException("tjDecompressHeader3", status, what);
    }
    var subsamplingOfFile = Subsampling.of(subsampling.get(JAVA_INT, 0));
    return new JpegHeader(w, h, subsamplingOfFile, ColorSpace.values()[colors]);
  }

  /// Decodes the file, as exactly as the library can: accurate inverse DCT, smooth upsampling of
  /// colours. At full size the pixels equal libjpeg's and OpenCV's.
  ///
  /// A damaged file is decoded as far as it goes; the rest is grey or whatever the library makes of
  /// it, never left as it was.
  ///
  /// @param jpeg the whole file, off-heap, not empty
  /// @param scale one of [TurboJpeg#scalingFactors()]
  /// @param format [PixelFormat#CMYK] if and only if the header's colour space is CMYK or YCCK
  /// @param destination off-heap; gets the rows, top first, `scale.scaled(width)` pixels each, in
  ///   the orientation in which they are stored
  /// @param rowBytes from the start of one row to that of the next; what lies between a row's end
  ///   and the next start is left alone, and the last row needs no more than its pixels
  /// @return the library's own words where the file is damaged
  /// @throws TurboJpegException when nothing can be made of the file
  /// @throws IllegalArgumentException when the destination is too small or not off-heap
  public Optional<String> decode(
      MemorySegment jpeg,
      ScalingFactor scale,
      PixelFormat format,
      MemorySegment destination,
      int rowBytes) {
    JpegHeader header = header(jpeg);
    int w = scale.scaled(header.width());
    int h = scale.scaled(header.height());
    long rowOfPixels = (long) w * format.bytes();
    if (rowBytes < rowOfPixels) {
      throw new IllegalArgumentException(
          "rows of " + rowBytes + " bytes are too short for " + w + " pixels in " + format);
    }
    long needed = (long) rowBytes * (h - 1) + rowOfPixels;
    if (!destination.isNative() || destination.isReadOnly() || destination.byteSize() < needed) {
      throw new IllegalArgumentException(
          "the destination has to be " + needed + " writable bytes off-heap: " + destination);
    }
    MemorySegment end =
        destination.asSlice(
            needed - Math.min(MARK_BYTES, rowOfPixels), Math.min(MARK_BYTES, rowOfPixels));
    mark(end);
    int status =
        c.tjDecompress2(
            handle, jpeg, jpeg.byteSize(), destination, w, rowBytes, h, format.code(), FLAGS);
    if (status == 0) {
      return Optional.empty();
    }
    // After a warning the library calls an error a warning too; then the last row was not reached.
    if (isWarning() && !isMarked(end)) {
      return Optional.of(text());
    }
    throw failure("tjDecompress2", status);
  }

  private static void mark(MemorySegment end) {
    for (long i = 0; i < end.byteSize(); i++) {
      end.set(JAVA_BYTE, i, markAt(i));
    }
  }

  private static boolean isMarked(MemorySegment end) {
    for (long i = 0; i < end.byteSize(); i++) {
      if (end.get(JAVA_BYTE, i) != markAt(i)) {
        return false;
      }
    }
    return true;
  }

  /// Bytes that no picture ends with.
  private static byte markAt(long i) {
    return (byte) (i * i * 167 + i * 59 + 13);
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      c.tjDestroy(handle);
      arena.close();
      ledger.remove(KIND, 1);
    }
  }

  private void checkSource(MemorySegment jpeg) {
    if (closed) {
      throw new IllegalStateException("the JPEG decompressor is closed");
    }
    if (!jpeg.isNative() || jpeg.byteSize() == 0) {
      throw new IllegalArgumentException("the file has to be off-heap and not empty: " + jpeg);
    }
  }

  private boolean isWarning() {
    return c.tjGetErrorCode(handle) == TurboJpegC.TJERR_WARNING;
  }

  private String text() {
    return TurboJpegC.text(c.tjGetErrorStr2(handle));
  }

  private TurboJpegException failure(String function, int status) {
    var failure = new TurboJpegException(function, status, text());
    renew();
    return failure;
  }

  /// Starts afresh. libjpeg-turbo 2 stays in the middle of a header that it gives up, and would
  /// take the next file for its continuation.
  private void renew() {
    MemorySegment fresh = newHandle(c);
    c.tjDestroy(handle);
    handle = fresh;
  }

  private static MemorySegment newHandle(TurboJpegC c) {
    MemorySegment handle = c.tjInitDecompress();
    if (handle.address() == 0) {
      String text = TurboJpegC.text(c.tjGetErrorStr2(MemorySegment.NULL));
      throw new TurboJpegException("tjInitDecompress", 0, text);
    }
    return handle;
  }
}
