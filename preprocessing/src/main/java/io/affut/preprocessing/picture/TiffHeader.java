package io.affut.preprocessing.picture;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Map;

/// The first directory of a TIFF or BigTIFF, read only to see whether its numbers make sense before
/// a decoder that believes them is let at it (TIFF 6.0, sections 2 and 8).
final class TiffHeader {
  private static final int NEW_SUBFILE_TYPE = 254;
  private static final int WIDTH = 256;
  private static final int HEIGHT = 257;
  private static final int BITS_PER_SAMPLE = 258;
  private static final int SAMPLES_PER_PIXEL = 277;
  private static final int STRIP_BYTES = 279;
  private static final int TILE_WIDTH = 322;
  private static final int TILE_HEIGHT = 323;
  private static final int TILE_BYTES = 325;
  private static final int SUB_DIRECTORIES = 330;
  private static final int DNG_VERSION = 50706;

  private static final int MOST_SAMPLES = 16;
  private static final int MOST_BITS = 64;
  private static final int[] TYPE_BYTES = {0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4, 0, 0, 8, 8, 8};

  private final MemorySegment bytes;
  private final ByteOrder order;
  private final boolean big;
  private final Map<Integer, Entry> entries = new HashMap<>();

  /// @param at where the values are, checked to lie in the file with all of them
  private record Entry(int type, long count, long at) {}

  private TiffHeader(MemorySegment bytes) {
    this.bytes = bytes;
    order =
        bytes.get(ValueLayout.JAVA_BYTE, 0) == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
    big = number(2, 2) == 43;
  }

  /// The header of a file that begins as a TIFF does.
  static TiffHeader of(MemorySegment bytes) throws UnreadablePictureException {
    try {
      TiffHeader header = new TiffHeader(bytes);
      header.readDirectory();
      return header;
    } catch (IndexOutOfBoundsException e) {
      throw new UnreadablePictureException("is a damaged TIFF: it ends within its header", e);
    }
  }

  /// Refuses what no decoder should be asked to do.
  void check(PixelCap cap) throws UnreadablePictureException {
    if (entries.containsKey(DNG_VERSION)
        || entries.containsKey(SUB_DIRECTORIES) && (first(NEW_SUBFILE_TYPE, 0) & 1) == 1) {
      throw new UnreadablePictureException(PictureFormat.RAW.refusal().orElseThrow());
    }
    long width = first(WIDTH, 0);
    long height = first(HEIGHT, 0);
    cap.check(width, height);
    long samples = first(SAMPLES_PER_PIXEL, 1);
    long bits = first(BITS_PER_SAMPLE, 1);
    if (samples < 1 || samples > MOST_SAMPLES || bits < 1 || bits > MOST_BITS) {
      throw damaged("it claims %d samples a pixel of %d bits".formatted(samples, bits));
    }
    if (entries.containsKey(TILE_WIDTH)) {
      cap.check(first(TILE_WIDTH, 0), first(TILE_HEIGHT, 0));
    }
    long largest = Math.max(bytes.byteSize(), width * height * samples * 8 + 65536);
    checkParts(STRIP_BYTES, "strip", largest);
    checkParts(TILE_BYTES, "tile", largest);
  }

  private void checkParts(int tag, String name, long largest) throws UnreadablePictureException {
    Entry parts = entries.get(tag);
    for (long i = 0; parts != null && i < parts.count; i++) {
      long claimed = value(parts, i);
      if (Long.compareUnsigned(claimed, largest) > 0) {
        throw damaged(
            "its %s %d claims %s bytes, and the file has %d"
                .formatted(name, i + 1, Long.toUnsignedString(claimed), bytes.byteSize()));
      }
    }
  }

  private void readDirectory() throws UnreadablePictureException {
    long at = big ? number(8, 8) : number(4, 4);
    long count = number(at, big ? 8 : 2);
    long entryBytes = big ? 20 : 12;
    long firstEntry = at + (big ? 8 : 2);
    if (count < 0 || count > (bytes.byteSize() - firstEntry) / entryBytes) {
      throw damaged("its directory has more entries than the file has bytes");
    }
    for (long i = 0; i < count; i++) {
      readEntry(firstEntry + i * entryBytes);
    }
  }

  private void readEntry(long at) throws UnreadablePictureException {
    int tag = (int) number(at, 2);
    int type = (int) number(at + 2, 2);
    int slot = big ? 8 : 4;
    long count = number(at + 4, slot);
    int size = type < TYPE_BYTES.length ? TYPE_BYTES[type] : 0;
    if (size == 0) {
      return;
    }
    if (count < 0 || count > bytes.byteSize() / size) {
      throw damaged("its tag %d claims %s values".formatted(tag, Long.toUnsignedString(count)));
    }
    long values = count * size <= slot ? at + 4 + slot : number(at + 4 + slot, slot);
    if (values < 0 || values > bytes.byteSize() - count * size) {
      throw damaged("the values of its tag %d lie beyond the end of the file".formatted(tag));
    }
    entries.putIfAbsent(tag, new Entry(type, count, values));
  }

  private long first(int tag, long otherwise) {
    Entry entry = entries.get(tag);
    return entry == null || entry.count == 0 ? otherwise : value(entry, 0);
  }

  private long value(Entry entry, long index) {
    int size = TYPE_BYTES[entry.type];
    return number(entry.at + index * size, size);
  }

  /// An unsigned number of 1, 2 or 4 bytes, or 8 bytes as they are.
  private long number(long at, int size) {
    return switch (size) {
      case 1 -> bytes.get(ValueLayout.JAVA_BYTE, at) & 0xffL;
      case 2 -> bytes.get(ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(order), at) & 0xffffL;
      case 4 -> bytes.get(ValueLayout.JAVA_INT_UNALIGNED.withOrder(order), at) & 0xffffffffL;
      default -> bytes.get(ValueLayout.JAVA_LONG_UNALIGNED.withOrder(order), at);
    };
  }

  private static UnreadablePictureException damaged(String how) {
    return new UnreadablePictureException("is a damaged TIFF: " + how);
  }
}
