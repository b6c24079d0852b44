package io.affut.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.affut.testing.Fixtures;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;

/// A folder of pictures as no camera makes them.
final class OddFiles {
  private static final int SEGMENT_START = 0xFF;

  private final Path folder;

  OddFiles(Path folder) throws IOException {
    this.folder = Files.createDirectories(folder);
  }

  /// A copy of one of the photos.
  Path photo(String name, String photo) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.copy(Fixtures.at("photos/" + photo + ".jpg"), file);
  }

  void empty(String name) throws IOException {
    Files.createFile(folder.resolve(name));
  }

  void text(String name) throws IOException {
    Files.writeString(folder.resolve(name), "Roe deer, two, at dusk.\n");
  }

  /// A PNG of 640 pixels of the fixtures.
  void png(String name) throws IOException {
    Files.copy(Fixtures.at("letterbox/domestic_cattle-640.png"), folder.resolve(name));
  }

  /// What an iPhone's file begins with.
  void heic(String name) throws IOException {
    byte[] start = "\0\0\0\u0018ftypheic\0\0\0\0mif1heic".getBytes(StandardCharsets.ISO_8859_1);
    Files.write(folder.resolve(name), start);
  }

  /// A few kilobytes that claim 30,000 by 30,000 pixels: 2.7 GB when decoded.
  void hugePng(String name) throws IOException {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(file);
    out.write(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'});
    ByteBuffer header = ByteBuffer.allocate(13).putInt(30_000).putInt(30_000);
    chunk(out, "IHDR", header.put((byte) 8).put((byte) 2).array());
    ByteArrayOutputStream rows = new ByteArrayOutputStream();
    try (DeflaterOutputStream deflater = new DeflaterOutputStream(rows)) {
      deflater.write(new byte[1 << 20]);
    }
    chunk(out, "IDAT", rows.toByteArray());
    chunk(out, "IEND", new byte[0]);
    Files.write(folder.resolve(name), file.toByteArray());
  }

  /// A photo whose header claims 65,500 by 65,500 pixels, the most that JPEG knows.
  void hugeJpeg(String name) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(Fixtures.at("photos/blank.jpg")));
    int at = 2;
    while ((bytes.get(at + 1) & 0xFF) != 0xC0) {
      assertThat(bytes.get(at) & 0xFF).isEqualTo(SEGMENT_START);
      at += 2 + (bytes.getShort(at + 2) & 0xFFFF);
    }
    bytes.putShort(at + 5, (short) 65_500).putShort(at + 7, (short) 65_500);
    Files.write(folder.resolve(name), bytes.array());
  }

  /// A grey TIFF of 100 by 100 pixels whose only strip claims almost 4 GiB.
  void tiffWithAbsurdStrip(String name) throws IOException {
    int[][] entries = {
      {256, 3, 100},
      {257, 3, 100},
      {258, 3, 8},
      {259, 3, 1},
      {262, 3, 1},
      {273, 4, 8},
      {277, 3, 1},
      {278, 3, 100},
      {279, 4, 0xFFFFFFF0}
    };
    ByteBuffer file = ByteBuffer.allocate(200).order(ByteOrder.LITTLE_ENDIAN);
    file.put(new byte[] {'I', 'I', 42, 0}).putInt(8).putShort((short) entries.length);
    for (int[] entry : entries) {
      file.putShort((short) entry[0]).putShort((short) entry[1]).putInt(1).putInt(entry[2]);
    }
    Files.write(folder.resolve(name), file.array());
  }

  /// The first bytes of a photo.
  void start(String name, int bytes) throws IOException {
    byte[] whole = Files.readAllBytes(Fixtures.at("photos/blank.jpg"));
    Files.write(folder.resolve(name), java.util.Arrays.copyOf(whole, bytes));
  }

  void link(String name, String target) throws IOException {
    Files.createSymbolicLink(folder.resolve(name), Path.of(target));
  }

  /// Runs a line of shell in the folder, for names that Java cannot make in every locale.
  void shell(String line) throws Exception {
    ProcessBuilder shell = new ProcessBuilder("sh", "-e", "-c", line);
    Process process = shell.directory(folder.toFile()).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
  }

  private static void chunk(DataOutputStream out, String type, byte[] data) throws IOException {
    CRC32 crc = new CRC32();
    crc.update(type.getBytes(StandardCharsets.US_ASCII));
    crc.update(data);
    out.writeInt(data.length);
    out.writeBytes(type);
    out.write(data);
    out.writeInt((int) crc.getValue());
  }
}
