package io.affut.preprocessing.cuda;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/// Walks through the parts of a JPEG file (ITU T.81, annex B) from its start to its end marker.
///
/// The coded pixels are looked through for markers only, eight bytes at a time.
final class JpegWalk {
  private static final int START_OF_IMAGE = 0xd8;
  private static final int END_OF_IMAGE = 0xd9;
  private static final int START_OF_SCAN = 0xda;
  private static final int HUFFMAN_TABLES = 0xc4;
  private static final int RESTART_INTERVAL = 0xdd;
  private static final int NUMBER_OF_LINES = 0xdc;
  private static final int JFIF = 0xe0;
  private static final int ADOBE = 0xee;
  private static final int BASELINE = 0xc0;
  private static final int PROGRESSIVE = 0xc2;

  /// More are made by no camera, and take long to decode.
  private static final int MOST_SCANS = 100;

  /// A block of a baseline file has at least a code for its mean and one for its end.
  private static final int LEAST_BITS_OF_BLOCK = 2;

  private static final long ONES = 0x0101010101010101L;
  private static final long TOP_BITS = 0x8080808080808080L;
  private static final ValueLayout.OfLong EIGHT_BYTES =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private final MemorySegment bytes;
  private final long size;
  private long at;
  private JpegFrame frame;
  private boolean jfif;
  private int adobeTransform = -1;
  private boolean huffmanTables;
  private int interval;
  private int scans;
  private long restarts;
  private long codedBytes;

  JpegWalk(MemorySegment bytes) {
    this.bytes = bytes;
    this.size = bytes.byteSize();
  }

  /// @throws Unfit at the first thing that nvJPEG is not trusted with
  JpegCheck check() {
    try {
      walk();
      requireWholeBaseline();
      return new JpegCheck.Fit(frame.width(), frame.height(), at);
    } catch (Unfit e) {
      return new JpegCheck.Unfit(e.getMessage());
    }
  }

  private void walk() throws Unfit {
    if (size < 4 || u8(0) != 0xff || u8(1) != START_OF_IMAGE) {
      throw new Unfit("it does not begin as a JPEG does");
    }
    at = 2;
    for (int marker = marker(); marker != END_OF_IMAGE; marker = marker()) {
      long start = at;
      long length = segment();
      switch (marker) {
        case HUFFMAN_TABLES -> huffmanTables = true;
        case RESTART_INTERVAL -> interval = length >= 4 ? u16(start + 2) : 0;
        case JFIF -> jfif |= length >= 7 && isText(start + 2, "JFIF");
        case ADOBE -> adobe(start, length);
        case NUMBER_OF_LINES -> throw new Unfit("its height comes after its pixels");
        case START_OF_SCAN -> scan();
        default -> other(marker, start, length);
      }
    }
    if (scans == 0) {
      throw new Unfit("it has no pixels");
    }
  }

  /// Reads the next marker; stands behind it then.
  private int marker() throws Unfit {
    if (at + 2 > size) {
      throw new Unfit("it ends before its end marker");
    }
    if (u8(at) != 0xff) {
      throw new Unfit("there are stray bytes between its parts");
    }
    while (at < size && u8(at) == 0xff) {
      at++; // a marker may have more of them in front
    }
    if (at == size) {
      throw new Unfit("it ends before its end marker");
    }
    return u8(at++);
  }

  /// The length of the part that begins here, its two bytes included; stands behind it then.
  private long segment() throws Unfit {
    if (at + 2 > size) {
      throw new Unfit("it ends before its end marker");
    }
    int length = u16(at);
    if (length < 2 || at + length > size) {
      throw new Unfit("one of its parts claims an impossible length");
    }
    at += length;
    return length;
  }

  private void other(int marker, long start, long length) throws Unfit {
    if (marker >= 0xc0 && marker <= 0xcf && marker != 0xc8 && marker != 0xcc) {
      frame(marker, start, length);
    } else if (marker < 0xc0 || marker >= 0xd0 && marker <= 0xd8) {
      throw new Unfit("it has a marker where none may be");
    }
  }

  private void frame(int marker, long start, long length) throws Unfit {
    if (frame != null) {
      throw new Unfit("it has more than one picture");
    }
    if (marker != BASELINE && marker != PROGRESSIVE) {
      throw new Unfit("it is neither baseline nor progressive with Huffman codes");
    }
    frame = JpegFrame.of(bytes.asSlice(start, length), marker == PROGRESSIVE);
  }

  private void adobe(long start, long length) {
    if (length >= 14 && isText(start + 2, "Adobe")) {
      adobeTransform = u8(start + 13);
    }
  }

  /// Goes on to the marker behind the coded pixels, which begin here.
  private void scan() throws Unfit {
    if (frame == null || !huffmanTables) {
      throw new Unfit("its pixels come before what describes them");
    }
    if (++scans == 1) {
      requireYcbcr();
    }
    if (scans > MOST_SCANS) {
      throw new Unfit("it has more than " + MOST_SCANS + " scans");
    }
    long start = at;
    int next = 0;
    while (true) {
      at = nextFf(at);
      if (at + 2 > size) {
        throw new Unfit("it ends before its end marker");
      }
      int marker = u8(at + 1);
      if (marker >= 0xd0 && marker <= 0xd7) {
        if (interval == 0 || marker != 0xd0 + next) {
          throw new Unfit("a part of its pixels is missing");
        }
        next = next + 1 & 7;
        restarts++;
        at += 2;
      } else if (marker == 0) {
        at += 2; // the byte 0xff itself
      } else if (marker == 0xff) {
        at++;
      } else {
        codedBytes += at - start;
        return;
      }
    }
  }

  /// By the rules of libjpeg, which are those of JFIF and Adobe; where they say anything but YCbCr,
  /// or contradict each other, other decoders may think otherwise.
  private void requireYcbcr() throws Unfit {
    if (frame.components() == 1) {
      return;
    }
    boolean isYcbcr =
        !frame.hasNamesOfRgb()
            && (adobeTransform < 0 ? jfif || frame.hasUsualNames() : adobeTransform == 1);
    if (!isYcbcr) {
      throw new Unfit("its colours are not, or not surely, YCbCr");
    }
  }

  /// A baseline file in one scan is as long as its pixels want it to be, at least.
  private void requireWholeBaseline() throws Unfit {
    if (frame.progressive() || scans > 1) {
      return;
    }
    if (codedBytes * 8 < frame.blocks() * LEAST_BITS_OF_BLOCK) {
      throw new Unfit("it has too few bytes for its pixels");
    }
    if (interval > 0 && restarts != Math.ceilDiv(frame.units(), interval) - 1) {
      throw new Unfit("a part of its pixels is missing");
    }
  }

  /// Where the next byte 0xff is; the end where there is none.
  private long nextFf(long from) {
    long position = from;
    for (; position + 8 <= size; position += 8) {
      long inverted = ~bytes.get(EIGHT_BYTES, position);
      long zeros = inverted - ONES & ~inverted & TOP_BITS;
      if (zeros != 0) {
        return position + (Long.numberOfTrailingZeros(zeros) >> 3);
      }
    }
    while (position < size && u8(position) != 0xff) {
      position++;
    }
    return position;
  }

  private boolean isText(long start, String text) {
    for (int i = 0; i < text.length(); i++) {
      if (u8(start + i) != text.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private int u16(long position) {
    return u8(position) << 8 | u8(position + 1);
  }

  private int u8(long position) {
    return bytes.get(JAVA_BYTE, position) & 255;
  }

  /// Why the walk ended early.
  static final class Unfit extends Exception {
    private static final long serialVersionUID = 1L;

    Unfit(String reason) {
      super(reason, null, false, false);
    }
  }
}
