package io.affut.exports.jpeg;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/// Takes out of an EXIF block, a small TIFF, what is not true of a copy, and every small picture
/// (CIPA DC-008). Entries and their places stay; what goes becomes zeros.
final class ExifCleaning {
  private static final int STRIP_OFFSETS = 0x0111;
  private static final int ORIENTATION = 0x0112;
  private static final int STRIP_BYTE_COUNTS = 0x0117;
  private static final int SUB_DIRECTORIES = 0x014a;
  private static final int THUMBNAIL = 0x0201;
  private static final int THUMBNAIL_LENGTH = 0x0202;
  private static final int EXIF_DIRECTORY = 0x8769;
  private static final int MAKER_NOTE = 0x927c;
  private static final int PIXEL_WIDTH = 0xa002;
  private static final int PIXEL_HEIGHT = 0xa003;

  private static final int ENTRY = 12;
  private static final int SHORT = 3;
  private static final int LONG = 4;
  private static final int TIFF_MAGIC = 42;

  private final ByteBuffer block;

  ExifCleaning(byte[] block) {
    this.block = ByteBuffer.wrap(block);
  }

  /// Cleans the block where it is.
  ///
  /// @return whether it was understood, and no picture is left in it
  boolean clean(int width, int height) {
    try {
      int main = start();
      if (find(main, SUB_DIRECTORIES) >= 0) {
        return false;
      }
      wipeThumbnail(main);
      wipeFurther(main);
      set(main, ORIENTATION, 1);
      int pointer = find(main, EXIF_DIRECTORY);
      if (pointer >= 0) {
        int details = block.getInt(pointer + 8);
        set(details, PIXEL_WIDTH, width);
        set(details, PIXEL_HEIGHT, height);
        if (holdsJpeg()) {
          wipeMakerNote(details);
        }
      }
      return !holdsJpeg();
    } catch (IndexOutOfBoundsException notUnderstood) {
      return false;
    }
  }

  /// The place of the main directory.
  private int start() {
    boolean little = block.get(0) == 'I';
    block.order(little ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    if (block.getShort(2) != TIFF_MAGIC) {
      throw new IndexOutOfBoundsException("no TIFF");
    }
    return block.getInt(4);
  }

  private int entries(int directory) {
    return block.getShort(directory) & 0xffff;
  }

  /// The place of an entry; -1 where there is none.
  private int find(int directory, int tag) {
    for (int i = 0; i < entries(directory); i++) {
      int entry = directory + 2 + i * ENTRY;
      if ((block.getShort(entry) & 0xffff) == tag) {
        return entry;
      }
    }
    return -1;
  }

  private void set(int directory, int tag, int value) {
    int entry = find(directory, tag);
    if (entry >= 0 && block.getShort(entry + 2) == SHORT) {
      block.putInt(entry + 8, 0);
      block.putShort(entry + 8, (short) value);
    } else if (entry >= 0 && block.getShort(entry + 2) == LONG) {
      block.putInt(entry + 8, value);
    }
  }

  /// The directories after the main one are about the small picture.
  private void wipeFurther(int main) {
    int pointer = main + 2 + entries(main) * ENTRY;
    int directory = block.getInt(pointer);
    block.putInt(pointer, 0);
    while (directory != 0) {
      int count = entries(directory);
      wipeThumbnail(directory);
      wipeStrips(directory);
      int end = directory + 2 + count * ENTRY;
      int next = block.getInt(end);
      wipe(directory, 2 + count * ENTRY + 4);
      directory = next;
    }
  }

  private void wipeThumbnail(int directory) {
    int place = find(directory, THUMBNAIL);
    int length = find(directory, THUMBNAIL_LENGTH);
    if (place >= 0 && length >= 0) {
      wipe(block.getInt(place + 8), block.getInt(length + 8));
      block.putInt(length + 8, 0);
    }
  }

  private void wipeStrips(int directory) {
    int places = find(directory, STRIP_OFFSETS);
    int lengths = find(directory, STRIP_BYTE_COUNTS);
    if (places >= 0 && lengths >= 0) {
      for (int i = 0; i < block.getInt(places + 4); i++) {
        wipe(value(places, i), value(lengths, i));
      }
    }
  }

  /// A number of an entry with several; up to four bytes stand in the entry itself.
  private int value(int entry, int index) {
    boolean isShort = block.getShort(entry + 2) == SHORT;
    int size = isShort ? 2 : 4;
    boolean inEntry = block.getInt(entry + 4) * (long) size <= 4;
    int at = (inEntry ? entry + 8 : block.getInt(entry + 8)) + index * size;
    return isShort ? block.getShort(at) & 0xffff : block.getInt(at);
  }

  private void wipeMakerNote(int details) {
    int note = find(details, MAKER_NOTE);
    if (note >= 0) {
      wipe(block.getInt(note + 8), block.getInt(note + 4));
    }
  }

  /// As much of it as there is.
  private void wipe(int start, int length) {
    int from = Math.clamp(start, 0, block.capacity());
    int to = Math.clamp((long) start + length, from, block.capacity());
    Arrays.fill(block.array(), from, to, (byte) 0);
  }

  private boolean holdsJpeg() {
    byte[] bytes = block.array();
    for (int i = 0; i + 2 < bytes.length; i++) {
      if (bytes[i] == (byte) 0xff && bytes[i + 1] == (byte) 0xd8 && bytes[i + 2] == (byte) 0xff) {
        return true;
      }
    }
    return false;
  }
}
