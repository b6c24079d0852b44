package io.affut.modelimport.pytorch;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// An entry of a zip file as its directory has it (APPNOTE.TXT 4.3.12).
///
/// @param name with its folders
/// @param flags bit 0: encrypted, bit 3: the sizes follow the data
/// @param method of compression; 0: none
/// @param stored bytes in the file
/// @param size bytes when unpacked
/// @param header where its local header lies
record ZipEntry(String name, int flags, int method, long stored, long size, long header) {
  static final int STORED = 0;
  static final int DEFLATED = 8;

  private static final int SIGNATURE = 0x02014b50;
  private static final int FIXED_SIZE = 46;
  private static final int ZIP_64 = 1;

  /// The entry at the position of the directory, which moves on.
  static ZipEntry next(ByteBuffer directory) throws Refusal {
    if (directory.remaining() < FIXED_SIZE || directory.getInt(directory.position()) != SIGNATURE) {
      throw ZipEnd.damaged();
    }
    int at = directory.position();
    int nameSize = Short.toUnsignedInt(directory.getShort(at + 28));
    int extraSize = Short.toUnsignedInt(directory.getShort(at + 30));
    int commentSize = Short.toUnsignedInt(directory.getShort(at + 32));
    if (directory.remaining() - FIXED_SIZE < nameSize + extraSize + commentSize) {
      throw ZipEnd.damaged();
    }
    byte[] name = new byte[nameSize];
    directory.get(at + FIXED_SIZE, name);
    long stored = Integer.toUnsignedLong(directory.getInt(at + 20));
    long size = Integer.toUnsignedLong(directory.getInt(at + 24));
    long header = Integer.toUnsignedLong(directory.getInt(at + 42));
    Wide wide =
        new Wide(directory.slice(at + FIXED_SIZE + nameSize, extraSize).order(directory.order()));
    // The order of the fields of the extra block is fixed.
    size = wide.of(size);
    stored = wide.of(stored);
    header = wide.of(header);
    directory.position(at + FIXED_SIZE + nameSize + extraSize + commentSize);
    return new ZipEntry(
        new String(name, StandardCharsets.UTF_8),
        Short.toUnsignedInt(directory.getShort(at + 8)),
        Short.toUnsignedInt(directory.getShort(at + 10)),
        stored,
        size,
        header);
  }

  /// The extra block with the numbers that do not fit 32 bits (APPNOTE.TXT 4.5.3).
  private static final class Wide {
    private final ByteBuffer numbers;

    Wide(ByteBuffer extra) {
      ByteBuffer found = ByteBuffer.allocate(0);
      while (extra.remaining() >= 4) {
        int id = Short.toUnsignedInt(extra.getShort());
        int length = Math.min(Short.toUnsignedInt(extra.getShort()), extra.remaining());
        if (id == ZIP_64) {
          found = extra.slice(extra.position(), length).order(extra.order());
        }
        extra.position(extra.position() + length);
      }
      numbers = found;
    }

    long of(long narrow) throws Refusal {
      if (narrow != 0xffff_ffffL) {
        return narrow;
      }
      if (numbers.remaining() < Long.BYTES) {
        throw ZipEnd.damaged();
      }
      long number = numbers.getLong();
      if (number < 0) {
        throw ZipEnd.damaged();
      }
      return number;
    }
  }
}
