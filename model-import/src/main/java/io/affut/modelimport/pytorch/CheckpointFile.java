package io.affut.modelimport.pytorch;

import io.affut.modelimport.ModelImportException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;

/// The bytes of a checkpoint, read by position and never mapped: a mapped file that shrinks ends
/// the process. A file that is no longer as it was when it was opened is refused.
final class CheckpointFile implements AutoCloseable {
  private final Path path;
  private final FileChannel channel;
  private final long size;
  private final FileTime modified;

  private CheckpointFile(Path path, FileChannel channel, BasicFileAttributes attributes) {
    this.path = path;
    this.channel = channel;
    this.size = attributes.size();
    this.modified = attributes.lastModifiedTime();
  }

  static CheckpointFile open(Path path) throws ModelImportException {
    try {
      BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
      if (!attributes.isRegularFile()) {
        throw refused(path, new Refusal("it is not a file"));
      }
      return new CheckpointFile(path, FileChannel.open(path, StandardOpenOption.READ), attributes);
    } catch (AccessDeniedException e) {
      throw refused(path, new Refusal("it may not be read by this user", e));
    } catch (NoSuchFileException e) {
      throw refused(path, new Refusal("there is no such file", e));
    } catch (IOException e) {
      throw refused(path, new Refusal(e.toString(), e));
    }
  }

  long size() {
    return size;
  }

  /// Fills the buffer from `position` on.
  ///
  /// @throws IllegalStateException if the checkpoint is closed
  void read(long position, ByteBuffer buffer) throws ModelImportException {
    if (!channel.isOpen()) {
      throw new IllegalStateException("the checkpoint " + path + " is closed");
    }
    long from = position;
    try {
      while (buffer.hasRemaining()) {
        int count = channel.read(buffer, from);
        if (count < 0) {
          throw refused(new Refusal("it became shorter while it was read"));
        }
        from += count;
      }
    } catch (IOException e) {
      throw refused(new Refusal(e.toString(), e));
    }
  }

  /// The next `count` bytes from `position` on, which lie in the file, as little-endian numbers.
  ByteBuffer read(long position, int count) throws ModelImportException {
    ByteBuffer bytes = ByteBuffer.allocate(count);
    read(position, bytes);
    return bytes.flip().order(ByteOrder.LITTLE_ENDIAN);
  }

  /// Refuses a file that was written to, or replaced, since it was opened.
  void checkUnchanged() throws ModelImportException {
    try {
      BasicFileAttributes now = Files.readAttributes(path, BasicFileAttributes.class);
      if (now.size() != size || !now.lastModifiedTime().equals(modified)) {
        throw refused(new Refusal("it was changed while it was read; try again"));
      }
    } catch (IOException e) {
      throw refused(new Refusal(e.toString(), e));
    }
  }

  /// The whole sentence.
  ModelImportException refused(Refusal reason) {
    return refused(path, reason);
  }

  private static ModelImportException refused(Path path, Refusal reason) {
    return new ModelImportException(
        "cannot read the checkpoint " + path + ": " + reason.getMessage(), reason);
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      // It was only read, so nothing is lost.
    }
  }
}
