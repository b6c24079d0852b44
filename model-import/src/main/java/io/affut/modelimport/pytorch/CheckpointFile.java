package io.affut.modelimport.pytorch;

import io.affut.modelimport.ModelImportException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
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
        throw new ModelImportException("it is not a file");
      }
      return new CheckpointFile(path, FileChannel.open(path, StandardOpenOption.READ), attributes);
    } catch (IOException e) {
      throw new ModelImportException(e.toString(), e);
    }
  }

  Path path() {
    return path;
  }

  long size() {
    return size;
  }

  /// Fills the buffer, whatever lies there.
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
          throw new ModelImportException(path + " became shorter while it was read");
        }
        from += count;
      }
    } catch (IOException e) {
      throw new ModelImportException("cannot read " + path + ": " + e, e);
    }
  }

  /// Refuses a file that was written to, or replaced, since it was opened.
  void checkUnchanged() throws ModelImportException {
    try {
      BasicFileAttributes now = Files.readAttributes(path, BasicFileAttributes.class);
      if (now.size() != size || !now.lastModifiedTime().equals(modified)) {
        throw new ModelImportException(
            path + " was changed while it was read; try again when it is complete");
      }
    } catch (IOException e) {
      throw new ModelImportException("cannot read " + path + ": " + e, e);
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      // Nothing was written, so nothing is lost.
    }
  }
}
