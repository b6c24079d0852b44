package io.affut.preprocessing.picture;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Base64;
import java.util.Random;
import java.util.zip.CRC32;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;

/// Small picture files, made here: sound ones, and ones that lie.
public final class Specimens {
  /// 4 x 3 pixels, lossless: red is 60 * x, green 80 * y, blue 200 where x + y is odd, else 7.
  static final byte[] WEBP =
      base64(
          "UklGRkwAAABXRUJQVlA4TD8AAAAvA4AAAF9AkG1TxCMM7dgG2UYq2IMN4cEOjEzaJl9lTfuczX/QQwS7Q4QNjxsB"
              + "ggAStRRSWGGqDUaN6H/Q3QAA");

  /// The same, with EXIF orientation 6.
  static final byte[] WEBP_TO_BE_TURNED =
      base64(
          "UklGRoAAAABXRUJQVlA4WAoAAAAIAAAAAwAAAgAAVlA4TD8AAAAvA4AAAF9AkG1TxCMM7dgG2UYq2IMN4cEOjEza"
              + "Jl9lTfuczX/QQwS7Q4QNjxsBggAStRRSWGGqDUaN6H/Q3QAARVhJRhoAAABNTQAqAAAACAABARIAAwAAAAEABgAA"
              + "AAAAAA==");

  private Specimens() {}

  /// Smooth colours that JPEG keeps well, with something different in each corner.
  public static BufferedImage scene(int width, int height, int type) {
    BufferedImage image = new BufferedImage(width, height, type);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int red = 40 + 180 * x / width;
        int green = 30 + 200 * y / height;
        int blue = x < width / 2 && y < height / 2 ? 220 : 60;
        image.setRGB(x, y, 0xff000000 | red << 16 | green << 8 | blue);
      }
    }
    return image;
  }

  public static BufferedImage noise(int width, int height, long seed) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Random random = new Random(seed);
    for (int i = 0; i < width * height; i++) {
      image.setRGB(i % width, i / width, random.nextInt());
    }
    return image;
  }

  /// `image` in a format that the JDK writes.
  public static byte[] written(BufferedImage image, String format) {
    try {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      if (!ImageIO.write(image, format, out)) {
        throw new AssertionError("no writer for " + format);
      }
      return out.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static byte[] jpeg(int width, int height) {
    return written(scene(width, height, BufferedImage.TYPE_INT_RGB), "jpg");
  }

  /// The same content, coded in several scans that refine it.
  public static byte[] progressive(BufferedImage image) {
    try {
      ImageWriter writer = ImageIO.getImageWritersByFormatName("jpg").next();
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      try (ImageOutputStream stream = ImageIO.createImageOutputStream(out)) {
        ImageWriteParam param = writer.getDefaultWriteParam();
        param.setProgressiveMode(ImageWriteParam.MODE_DEFAULT);
        writer.setOutput(stream);
        writer.write(null, new IIOImage(image, null, null), param);
      } finally {
        writer.dispose();
      }
      return out.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The file with an EXIF block right after its start.
  public static byte[] withExif(byte[] jpeg, byte[] exif) {
    int length = 2 + 6 + exif.length;
    return ByteBuffer.allocate(jpeg.length + 2 + length)
        .put(jpeg, 0, 2)
        .put(new byte[] {(byte) 0xff, (byte) 0xe1, (byte) (length >> 8), (byte) length})
        .put("Exif\0\0".getBytes(ISO_8859_1))
        .put(exif)
        .put(jpeg, 2, jpeg.length - 2)
        .array();
  }

  /// An EXIF block with an orientation and, where not null, the texts of the date, its sub-seconds
  /// and its offset.
  public static byte[] exif(int orientation, String date, String subSeconds, String offset) {
    ByteBuffer block = ByteBuffer.allocate(400).order(ByteOrder.LITTLE_ENDIAN);
    block.put("II*\0".getBytes(ISO_8859_1)).putInt(8);
    int details = 8 + 2 + 2 * 12 + 4;
    block.putShort((short) 2);
    entry(block, 0x0112, 3, 1, orientation);
    entry(block, 0x8769, 4, 1, details);
    block.putInt(0);
    block.putShort((short) 3);
    int texts = details + 2 + 3 * 12 + 4;
    texts = text(block, 0x9003, date, texts);
    texts = text(block, 0x9011, offset, texts);
    texts = text(block, 0x9291, subSeconds, texts);
    block.putInt(0);
    return Arrays.copyOf(block.array(), texts);
  }

  public static byte[] exif(int orientation) {
    return exif(orientation, null, null, null);
  }

  /// A PNG of one IHDR, with a valid CRC, and one IDAT of nothing.
  static byte[] pngClaiming(int width, int height) {
    ByteBuffer header = ByteBuffer.allocate(13).putInt(width).putInt(height);
    header.put(new byte[] {8, 2, 0, 0, 0});
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    png.writeBytes(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'});
    png.writeBytes(pngChunk("IHDR", header.array()));
    png.writeBytes(pngChunk("IDAT", new byte[] {0x78, (byte) 0x9c, 3, 0, 0, 0, 0, 1}));
    png.writeBytes(pngChunk("IEND", new byte[0]));
    return png.toByteArray();
  }

  static byte[] pngChunk(String type, byte[] content) {
    ByteBuffer chunk = ByteBuffer.allocate(12 + content.length).putInt(content.length);
    chunk.put(type.getBytes(ISO_8859_1)).put(content);
    CRC32 crc = new CRC32();
    crc.update(chunk.array(), 4, 4 + content.length);
    return chunk.putInt((int) crc.getValue()).array();
  }

  /// The PNG with one more chunk right after its header.
  static byte[] withChunk(byte[] png, byte[] chunk) {
    return ByteBuffer.allocate(png.length + chunk.length)
        .put(png, 0, 33)
        .put(chunk)
        .put(png, 33, png.length - 33)
        .array();
  }

  /// A sound JPEG whose frame header claims another size.
  public static byte[] jpegClaiming(int width, int height) {
    byte[] jpeg = jpeg(32, 24);
    for (int i = 2; i < jpeg.length; i++) {
      if ((jpeg[i] & 255) == 0xff && (jpeg[i + 1] & 255) == 0xc0) {
        ByteBuffer.wrap(jpeg).putShort(i + 5, (short) height).putShort(i + 7, (short) width);
        return jpeg;
      }
    }
    throw new AssertionError("no frame header");
  }

  /// An uncompressed RGB TIFF with one strip of `pixels`, whose header says what it is told to.
  static byte[] tiff(int width, int height, long rowsPerStrip, long stripBytes, byte[] pixels) {
    return tiff(width, height, 3, rowsPerStrip, stripBytes, pixels, 0);
  }

  static byte[] tiff(
      int width,
      int height,
      int samples,
      long rowsPerStrip,
      long stripBytes,
      byte[] pixels,
      int nextDirectory) {
    int entries = 10;
    int data = 8 + 2 + entries * 12 + 4;
    ByteBuffer tiff = ByteBuffer.allocate(data + pixels.length).order(ByteOrder.LITTLE_ENDIAN);
    tiff.put("II*\0".getBytes(ISO_8859_1)).putInt(8).putShort((short) entries);
    entry(tiff, 256, 4, 1, width);
    entry(tiff, 257, 4, 1, height);
    entry(tiff, 258, 3, 1, 8);
    entry(tiff, 259, 3, 1, 1);
    entry(tiff, 262, 3, 1, 2);
    entry(tiff, 273, 4, 1, data);
    entry(tiff, 274, 3, 1, 1);
    entry(tiff, 277, 3, 1, samples);
    entry(tiff, 278, 4, 1, (int) rowsPerStrip);
    entry(tiff, 279, 4, 1, (int) stripBytes);
    return tiff.putInt(nextDirectory).put(pixels).array();
  }

  /// The same as a BigTIFF.
  static byte[] bigTiff(int width, int height, byte[] pixels) {
    long[][] entries = {
      {256, 4, width},
      {257, 4, height},
      {258, 3, 8},
      {259, 3, 1},
      {262, 3, 2},
      {273, 16, 0},
      {277, 3, 3},
      {278, 4, height},
      {279, 16, pixels.length},
    };
    int data = 16 + 8 + entries.length * 20 + 8;
    ByteBuffer tiff = ByteBuffer.allocate(data + pixels.length).order(ByteOrder.LITTLE_ENDIAN);
    tiff.put("II+\0".getBytes(ISO_8859_1)).putShort((short) 8).putShort((short) 0).putLong(16);
    tiff.putLong(entries.length);
    for (long[] entry : entries) {
      tiff.putShort((short) entry[0]).putShort((short) entry[1]).putLong(1);
      tiff.putLong(entry[0] == 273 ? data : entry[2]);
    }
    return tiff.putLong(0).put(pixels).array();
  }

  private static void entry(ByteBuffer to, int tag, int type, int count, int value) {
    to.putShort((short) tag).putShort((short) type).putInt(count).putInt(value);
  }

  /// Writes a text's entry, and the text itself at `texts`; returns where the next one goes.
  private static int text(ByteBuffer block, int tag, String text, int texts) {
    byte[] bytes = ((text == null ? "" : text) + "\0\0\0\0\0").getBytes(ISO_8859_1);
    entry(block, tag, 2, bytes.length, texts);
    block.put(texts, bytes);
    return texts + bytes.length;
  }

  private static byte[] base64(String text) {
    return Base64.getDecoder().decode(text);
  }
}
