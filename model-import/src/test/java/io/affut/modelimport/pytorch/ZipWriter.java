package io.affut.modelimport.pytorch;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.Deflater;

/// Writes zip files as PyTorch does or as nobody should; any field can be overwritten afterwards.
final class ZipWriter {
  private static final int LOCAL = 0x04034b50;
  private static final int CENTRAL = 0x02014b50;
  private static final int END = 0x06054b50;
  private static final int END_64 = 0x06064b50;
  private static final int LOCATOR_64 = 0x07064b50;
  private static final int UTF_8 = 0x800;

  private final LittleEndianWriter bytes = new LittleEndianWriter();
  private final LittleEndianWriter directory = new LittleEndianWriter();
  private final Map<String, Integer> locals = new LinkedHashMap<>();
  private final Map<String, Integer> centrals = new LinkedHashMap<>();
  private final boolean wide;

  private ZipWriter(boolean wide) {
    this.wide = wide;
  }

  /// With 32-bit numbers.
  static ZipWriter zip() {
    return new ZipWriter(false);
  }

  /// With all sizes and positions in ZIP64 fields.
  static ZipWriter zip64() {
    return new ZipWriter(true);
  }

  /// A checkpoint with this pickle and nothing else.
  static ZipWriter checkpoint(byte[] pickle) {
    return zip().entry("a/data.pkl", pickle);
  }

  /// An entry as it is.
  ZipWriter entry(String name, byte[] data) {
    return entry(name, data, 0, data.length);
  }

  ZipWriter entry(String name, String text) {
    return entry(name, text.getBytes(StandardCharsets.UTF_8));
  }

  /// A compressed entry.
  ZipWriter deflated(String name, byte[] data) {
    Deflater deflater = new Deflater(9, true);
    deflater.setInput(data);
    deflater.finish();
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    byte[] piece = new byte[8192];
    while (!deflater.finished()) {
      packed.write(piece, 0, deflater.deflate(piece));
    }
    deflater.end();
    return entry(name, packed.toByteArray(), 8, data.length);
  }

  private ZipWriter entry(String name, byte[] data, int method, int size) {
    byte[] utf8 = name.getBytes(StandardCharsets.UTF_8);
    int start = bytes.size();
    locals.put(name, start);
    bytes.ints(LOCAL).shorts(45, UTF_8, method).ints(0, 0, data.length, size);
    bytes.shorts(utf8.length, 0).raw(utf8).raw(data);
    centrals.put(name, directory.size());
    directory.ints(CENTRAL).shorts(0, 45, UTF_8, method).ints(0, 0);
    directory.ints(wide ? -1 : data.length, wide ? -1 : size);
    directory.shorts(utf8.length, wide ? 28 : 0, 0).ints(0, 0, wide ? -1 : start).raw(utf8);
    if (wide) {
      directory.shorts(1, 24).longs(size, data.length, start);
    }
    return this;
  }

  /// The finished file, to be overwritten at will.
  Finished finish() {
    int directoryStart = bytes.size();
    bytes.raw(directory.bytes());
    int size = directory.size();
    int count = locals.size();
    int end = bytes.size();
    if (wide) {
      bytes.ints(END_64).longs(44).shorts(45, 45).ints(0, 0).longs(count, count);
      bytes.longs(size, directoryStart).ints(LOCATOR_64, 0).longs(end).ints(1);
    }
    bytes.ints(END, 0).shorts(wide ? -1 : count, wide ? -1 : count);
    bytes.ints(wide ? -1 : size, wide ? -1 : directoryStart).shorts(0);
    centrals.replaceAll((name, at) -> at + directoryStart);
    return new Finished(bytes.bytes());
  }

  byte[] bytes() {
    return finish().file();
  }

  /// A finished file.
  final class Finished {
    private final ByteBuffer file;

    private Finished(byte[] file) {
      this.file = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    }

    /// Overwrites 16 bits at a distance from the local header of an entry.
    Finished local16(String name, int at, int value) {
      file.putShort(locals.get(name) + at, (short) value);
      return this;
    }

    Finished local32(String name, int at, int value) {
      file.putInt(locals.get(name) + at, value);
      return this;
    }

    /// Overwrites 16 bits at a distance from an entry of the directory.
    Finished central16(String name, int at, int value) {
      file.putShort(centrals.get(name) + at, (short) value);
      return this;
    }

    Finished central32(String name, int at, int value) {
      file.putInt(centrals.get(name) + at, value);
      return this;
    }

    Finished central64(String name, int at, long value) {
      file.putLong(centrals.get(name) + at, value);
      return this;
    }

    /// Overwrites 32 bits at a distance from the end of the file.
    Finished end32(int before, int value) {
      file.putInt(file.capacity() - before, value);
      return this;
    }

    Finished end64(int before, long value) {
      file.putLong(file.capacity() - before, value);
      return this;
    }

    byte[] file() {
      return file.array();
    }
  }
}
