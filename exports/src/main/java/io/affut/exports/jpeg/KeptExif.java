package io.affut.exports.jpeg;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/// The EXIF block of a JPEG file, made fit for a copy of it whose pixels were changed.
///
/// Every small picture in it is wiped out, because it would still show what the copy must not; what
/// cannot be understood is not kept.
public final class KeptExif {
  private static final byte[] PREAMBLE = "Exif\0\0".getBytes(ISO_8859_1);
  private static final int START_OF_IMAGE = 0xffd8;
  private static final int APP0 = 0xffe0;
  private static final int APP1 = 0xffe1;
  private static final int START_OF_SCAN = 0xffda;
  private static final int END_OF_IMAGE = 0xffd9;

  private final byte[] block;

  private KeptExif(byte[] block) {
    this.block = block;
  }

  /// The block of `jpeg` for an upright copy of `width` times `height` pixels; none where the file
  /// has none, is no JPEG, or has one that is not understood.
  public static Optional<KeptExif> of(Path jpeg, int width, int height) throws IOException {
    try (InputStream file = Files.newInputStream(jpeg);
        DataInputStream in = new DataInputStream(new BufferedInputStream(file))) {
      return block(in)
          .filter(block -> new ExifCleaning(block).clean(width, height))
          .map(KeptExif::new);
    }
  }

  private static Optional<byte[]> block(DataInputStream in) throws IOException {
    try {
      if (in.readUnsignedShort() != START_OF_IMAGE) {
        return Optional.empty();
      }
      while (true) {
        int marker = in.readUnsignedShort();
        if (marker >> 8 != 0xff || marker == START_OF_SCAN || marker == END_OF_IMAGE) {
          return Optional.empty();
        }
        byte[] content = new byte[Math.max(0, in.readUnsignedShort() - 2)];
        in.readFully(content);
        if (marker == APP1 && startsWith(content, PREAMBLE)) {
          return Optional.of(Arrays.copyOfRange(content, PREAMBLE.length, content.length));
        }
      }
    } catch (java.io.EOFException e) {
      return Optional.empty();
    }
  }

  private static boolean startsWith(byte[] content, byte[] start) {
    return content.length >= start.length
        && Arrays.equals(content, 0, start.length, start, 0, start.length);
  }

  /// A JPEG file that says what the block says.
  ///
  /// @param jpeg without EXIF
  public byte[] in(byte[] jpeg) {
    int place = 2;
    if (u16(jpeg, place) == APP0) {
      place += 2 + u16(jpeg, place + 2);
    }
    int length = 2 + PREAMBLE.length + block.length;
    byte[] marker = {(byte) (APP1 >> 8), (byte) APP1, (byte) (length >> 8), (byte) length};
    byte[] with = new byte[jpeg.length + 2 + length];
    int at = put(with, 0, jpeg, 0, place);
    at = put(with, at, marker, 0, marker.length);
    at = put(with, at, PREAMBLE, 0, PREAMBLE.length);
    at = put(with, at, block, 0, block.length);
    put(with, at, jpeg, place, jpeg.length - place);
    return with;
  }

  private static int put(byte[] to, int at, byte[] from, int start, int length) {
    System.arraycopy(from, start, to, at, length);
    return at + length;
  }

  private static int u16(byte[] bytes, int at) {
    return (bytes[at] & 255) << 8 | bytes[at + 1] & 255;
  }
}
