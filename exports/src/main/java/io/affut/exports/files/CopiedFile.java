package io.affut.exports.files;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// Copies of files, byte by byte, with their times.
public final class CopiedFile {
  private static final int BUFFER = 1 << 18;

  private CopiedFile() {}

  /// Copies `source` to a temporary file beside `target`, and then puts it in its place; what is at
  /// `target` is replaced.
  ///
  /// @return the SHA-256 of what was read
  /// @throws UnreadableSourceException when the source cannot be read
  /// @throws IOException when the copy cannot be written
  public static String write(Path source, Path target)
      throws UnreadableSourceException, IOException {
    Path temporary = temporary(target);
    try {
      String sum = copy(source, temporary);
      keepTimes(source, temporary);
      Files.move(temporary, target, StandardCopyOption.REPLACE_EXISTING);
      return sum;
    } catch (UnreadableSourceException | IOException | RuntimeException e) {
      Files.deleteIfExists(temporary);
      throw e;
    }
  }

  /// The name that a copy has until it is whole.
  public static Path temporary(Path target) {
    return target.resolveSibling(target.getFileName() + ".part");
  }

  /// Gives `copy` the times of `source`, as far as the file system can.
  public static void keepTimes(Path source, Path copy) throws IOException {
    BasicFileAttributes times = Files.readAttributes(source, BasicFileAttributes.class);
    Files.getFileAttributeView(copy, BasicFileAttributeView.class)
        .setTimes(times.lastModifiedTime(), times.lastAccessTime(), times.creationTime());
  }

  /// The SHA-256 of a file.
  public static String sha256(Path file) throws IOException {
    MessageDigest digest = sha256();
    byte[] buffer = new byte[BUFFER];
    try (InputStream in = Files.newInputStream(file)) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        digest.update(buffer, 0, read);
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static String copy(Path source, Path target)
      throws UnreadableSourceException, IOException {
    MessageDigest digest = sha256();
    byte[] buffer = new byte[BUFFER];
    try (InputStream in = open(source);
        OutputStream out = Files.newOutputStream(target)) {
      for (int read = read(in, buffer); read >= 0; read = read(in, buffer)) {
        digest.update(buffer, 0, read);
        out.write(buffer, 0, read);
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static InputStream open(Path source) throws UnreadableSourceException {
    try {
      return Files.newInputStream(source);
    } catch (IOException e) {
      throw new UnreadableSourceException(e);
    }
  }

  private static int read(InputStream in, byte[] buffer) throws UnreadableSourceException {
    try {
      return in.read(buffer);
    } catch (IOException e) {
      throw new UnreadableSourceException(e);
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
