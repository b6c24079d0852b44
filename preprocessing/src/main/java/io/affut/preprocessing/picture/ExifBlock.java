package io.affut.preprocessing.picture;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Optional;

/// Finds the EXIF block (a small TIFF) in a picture by walking the parts of its file.
final class ExifBlock {
  private static final String PREAMBLE = "Exif\0\0";
  private static final int APP1 = 0xe1;
  private static final int START_OF_SCAN = 0xda;
  private static final int END_OF_IMAGE = 0xd9;

  private final MemorySegment bytes;

  private ExifBlock(MemorySegment bytes) {
    this.bytes = bytes;
  }

  /// The first EXIF block, cut off where the file ends; a TIFF is its own. None for formats that
  /// have none.
  static Optional<MemorySegment> find(PictureFormat format, MemorySegment bytes) {
    ExifBlock file = new ExifBlock(bytes);
    return switch (format) {
      case JPEG -> file.inJpeg();
      case PNG -> file.inPng();
      case WEBP -> file.inWebp();
      case TIFF -> Optional.of(bytes);
      default -> Optional.empty();
    };
  }

  private Optional<MemorySegment> inJpeg() {
    long at = 2;
    while (at + 4 <= bytes.byteSize() && u8(at) == 0xff) {
      int marker = u8(at + 1);
      if (marker == 0xff) {
        at++; // a fill byte
      } else if (marker == 0x01 || marker >= 0xd0 && marker <= 0xd8) {
        at += 2; // markers without content
      } else if (marker == START_OF_SCAN || marker == END_OF_IMAGE) {
        return Optional.empty();
      } else {
        int length = u8(at + 2) << 8 | u8(at + 3);
        if (marker == APP1 && isText(at + 4, PREAMBLE) && length > 8) {
          return Optional.of(part(at + 4 + PREAMBLE.length(), length - 2 - PREAMBLE.length()));
        }
        at += 2 + Math.max(length, 2);
      }
    }
    return Optional.empty();
  }

  private Optional<MemorySegment> inPng() {
    long at = 8;
    while (at + 12 <= bytes.byteSize()) {
      long length = u32(at, ByteOrder.BIG_ENDIAN);
      if (isText(at + 4, "eXIf")) {
        return Optional.of(part(at + 8, length));
      }
      at += 12 + length;
    }
    return Optional.empty();
  }

  private Optional<MemorySegment> inWebp() {
    long at = 12;
    while (at + 8 <= bytes.byteSize()) {
      long length = u32(at + 4, ByteOrder.LITTLE_ENDIAN);
      if (isText(at, "EXIF")) {
        int skipped = isText(at + 8, PREAMBLE) ? PREAMBLE.length() : 0;
        return Optional.of(part(at + 8 + skipped, Math.max(0, length - skipped)));
      }
      at += 8 + length + (length & 1);
    }
    return Optional.empty();
  }

  private MemorySegment part(long start, long length) {
    long from = Math.min(start, bytes.byteSize());
    return bytes.asSlice(from, Math.min(length, bytes.byteSize() - from));
  }

  private boolean isText(long at, String text) {
    if (at + text.length() > bytes.byteSize()) {
      return false;
    }
    byte[] there = bytes.asSlice(at, text.length()).toArray(ValueLayout.JAVA_BYTE);
    return text.equals(new String(there, ISO_8859_1));
  }

  private int u8(long at) {
    return bytes.get(ValueLayout.JAVA_BYTE, at) & 255;
  }

  private long u32(long at, ByteOrder order) {
    return bytes.get(ValueLayout.JAVA_INT_UNALIGNED.withOrder(order), at) & 0xffffffffL;
  }
}
