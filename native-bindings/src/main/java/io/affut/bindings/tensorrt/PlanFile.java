package io.affut.bindings.tensorrt;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;

/// Files from memory off the heap and back, of any size.
final class PlanFile {
  /// A buffer of Java can have no more.
  private static final long PART = 1 << 30;

  private PlanFile() {}

  /// The content of a file.
  ///
  /// @return the caller's to close
  static BytePointer read(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file)) {
      long size = channel.size();
      if (size == 0) {
        throw new EOFException(file + " is empty");
      }
      BytePointer bytes = new BytePointer(size);
      try {
        for (long from = 0; from < size; from += PART) {
          ByteBuffer part = part(bytes, from, size);
          while (part.hasRemaining()) {
            if (channel.read(part) < 0) {
              throw new EOFException(file + " became shorter while it was read");
            }
          }
        }
        return bytes;
      } catch (IOException | RuntimeException | Error e) {
        bytes.close();
        throw e;
      }
    }
  }

  /// Writes a file beside `target` and renames it, so that it is there whole or not at all.
  static void write(Pointer memory, long size, Path target) throws IOException {
    Path temporary =
        target.resolveSibling("." + target.getFileName() + "." + UUID.randomUUID() + ".part");
    try {
      try (FileChannel channel =
          FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
        BytePointer bytes = new BytePointer(memory); // not ours, so it is not closed
        for (long from = 0; from < size; from += PART) {
          ByteBuffer part = part(bytes, from, size);
          while (part.hasRemaining()) {
            channel.write(part);
          }
        }
      }
      Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  private static ByteBuffer part(BytePointer bytes, long from, long size) {
    return bytes.getPointer(from).capacity(Math.min(PART, size - from)).asByteBuffer();
  }
}
