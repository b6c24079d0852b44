package io.affut.modelimport.onnx;

import static java.nio.file.StandardOpenOption.CREATE_NEW;

import io.affut.modelimport.ModelFile;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.UUID;

/// A file that is written under another name beside its place, and renamed when it is whole.
final class Draft implements AutoCloseable {
  private static final int BUFFER = 1 << 16;

  private final Path place;
  private final Path draft;
  private final MessageDigest digest = sha256();
  private final CountedOutput content;

  /// Starts a draft of the file `place`, whose folder exists.
  Draft(Path place) throws IOException {
    this.place = place;
    this.draft = place.toAbsolutePath().resolveSibling("." + UUID.randomUUID() + ".draft");
    OutputStream file = Files.newOutputStream(draft, CREATE_NEW);
    content =
        new CountedOutput(new BufferedOutputStream(new DigestOutputStream(file, digest), BUFFER));
  }

  /// What is written here is the file's content.
  OutputStream content() {
    return content;
  }

  /// Fills up with zeros to a multiple of `alignment`.
  ///
  /// @return how long the content is then
  long align(int alignment) throws IOException {
    content.write(new byte[(int) Math.floorMod(-content.count(), (long) alignment)]);
    return content.count();
  }

  /// Ends the content.
  ///
  /// @return the file as it will be in its place
  ModelFile finish() throws IOException {
    content.close();
    return new ModelFile(place, content.count(), HexFormat.of().formatHex(digest.digest()));
  }

  /// Puts the finished file in its place; one that is there is replaced.
  void move() throws IOException {
    Path target = place.toAbsolutePath();
    try {
      Files.move(draft, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(draft, target, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /// Removes what has not been moved.
  @Override
  public void close() throws IOException {
    try {
      content.close();
    } finally {
      Files.deleteIfExists(draft);
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java has SHA-256", e);
    }
  }
}
