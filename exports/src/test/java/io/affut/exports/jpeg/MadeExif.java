package io.affut.exports.jpeg;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// An EXIF block as a camera writes it: orientation 6, a date, a maker's note, and a thumbnail in a
/// second directory.
public final class MadeExif {
  /// What must not be found in a copy.
  public static final String THUMBNAIL = "\u00ff\u00d8\u00ffthe small face\u00ff\u00d9";

  private static final int MAIN = 8;
  private static final int DETAILS = 64;
  private static final int DATE = 160;
  private static final int NOTE = 200;
  private static final int SECOND = 300;
  private static final int SMALL = 400;

  private final ByteBuffer block = ByteBuffer.allocate(600);

  public MadeExif(ByteOrder order, String makerNote) {
    block.order(order);
    block.put(0, (order == ByteOrder.LITTLE_ENDIAN ? "II" : "MM").getBytes(ISO_8859_1));
    block.putShort(2, (short) 42);
    block.putInt(4, MAIN);
    block.putShort(MAIN, (short) 2);
    shortEntry(MAIN, 0, 0x0112, 6);
    entry(MAIN, 1, 0x8769, 4, 1, DETAILS);
    block.putInt(MAIN + 2 + 2 * 12, SECOND);
    block.putShort(DETAILS, (short) 4);
    entry(DETAILS, 0, 0x9003, 2, 20, DATE);
    entry(DETAILS, 1, 0x927c, 7, makerNote.length(), NOTE);
    shortEntry(DETAILS, 2, 0xa002, 320);
    entry(DETAILS, 3, 0xa003, 4, 1, 240);
    block.put(DATE, "2024:07:08 09:10:11\0".getBytes(ISO_8859_1));
    block.put(NOTE, makerNote.getBytes(ISO_8859_1));
    block.putShort(SECOND, (short) 2);
    entry(SECOND, 0, 0x0201, 4, 1, SMALL);
    entry(SECOND, 1, 0x0202, 4, 1, THUMBNAIL.length());
    block.put(SMALL, THUMBNAIL.getBytes(ISO_8859_1));
  }

  private void entry(int directory, int index, int tag, int type, int count, int value) {
    int at = directory + 2 + index * 12;
    block.putShort(at, (short) tag).putShort(at + 2, (short) type);
    block.putInt(at + 4, count).putInt(at + 8, value);
  }

  private void shortEntry(int directory, int index, int tag, int value) {
    entry(directory, index, tag, 3, 1, 0);
    block.putShort(directory + 2 + index * 12 + 8, (short) value);
  }

  public byte[] block() {
    return block.array();
  }

  /// `jpeg` with the block as its first segment.
  public byte[] in(byte[] jpeg) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int length = 2 + 6 + block.capacity();
    out.writeBytes(new byte[] {(byte) 0xff, (byte) 0xd8, (byte) 0xff, (byte) 0xe1});
    out.writeBytes(new byte[] {(byte) (length >> 8), (byte) length});
    out.writeBytes("Exif\0\0".getBytes(ISO_8859_1));
    out.writeBytes(block.array());
    out.write(jpeg, 2, jpeg.length - 2);
    return out.toByteArray();
  }
}
