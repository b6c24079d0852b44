package io.affut.preprocessing.picture;

import io.affut.bindings.memory.NativeBuffer;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;

/// Reads a file into a reused buffer outside the heap. It is read, not mapped: a mapped file that
/// shrinks under a native reader ends the process.
public final class FileBytes {
  /// The largest file that is read: 1 GiB.
  static final long MOST_BYTES = 1L << 30;

  private FileBytes() {}

  /// The same in a buffer that is reused.
  static MemorySegment read(Path file, NativeBuffer buffer) throws UnreadablePictureException {
    return read(file, Room.in(buffer));
  }

  /// What the file held when it was read. One that shrinks meanwhile gives what is left of it, one
  /// that grows what it had at first.
  ///
  /// @param room where the bytes go
  /// @return at least one byte, alive until the next use of the room
  /// @throws UnreadablePictureException with a plain reason, when it cannot be read, is empty or is
  ///   larger than 1 GiB
  public static MemorySegment read(Path file, Room room) throws UnreadablePictureException {
    return read(file, room, FileBytes::wholeSize);
  }

  /// The first bytes of a file of any size, which tell what it is.
  ///
  /// @param most how many of them, if it has as many
  /// @return at least one byte, alive until the buffer grows or is closed
  /// @throws UnreadablePictureException with a plain reason, when it cannot be read or is empty
  public static MemorySegment start(Path file, int most, NativeBuffer buffer)
      throws UnreadablePictureException {
    return read(file, Room.in(buffer), size -> Math.min(size, most));
  }

  /// How much of a file is wanted.
  private interface Wanted {
    long of(long size) throws UnreadablePictureException;
  }

  private static MemorySegment read(Path file, Room room, Wanted wanted)
      throws UnreadablePictureException {
    try {
      requireRegularFile(file);
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
        return readUpTo(wanted.of(channel.size()), channel, room);
      }
    } catch (NoSuchFileException e) {
      throw missing(file, e);
    } catch (AccessDeniedException e) {
      throw new UnreadablePictureException("may not be read: permission denied", e);
    } catch (ClosedByInterruptException e) {
      throw new UnreadablePictureException("was not read: the run was interrupted", e);
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  private static void requireRegularFile(Path file) throws IOException, UnreadablePictureException {
    BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
    if (attributes.isDirectory()) {
      throw new UnreadablePictureException("is a folder, not a picture");
    }
    if (!attributes.isRegularFile()) {
      throw new UnreadablePictureException(
          "is a pipe, a socket or a device, not a regular file, and is not opened");
    }
  }

  private static long wholeSize(long size) throws UnreadablePictureException {
    if (size > MOST_BYTES) {
      throw new UnreadablePictureException(
          "is too large: %d bytes, and the limit is 1 GiB".formatted(size));
    }
    return size;
  }

  private static MemorySegment readUpTo(long size, FileChannel channel, Room room)
      throws IOException, UnreadablePictureException {
    MemorySegment bytes = room.take(size);
    ByteBuffer view = bytes.asByteBuffer();
    while (view.hasRemaining() && channel.read(view) >= 0) {}
    if (view.position() == 0) {
      throw new UnreadablePictureException("is empty (0 bytes)");
    }
    return bytes.asSlice(0, view.position());
  }

  private static UnreadablePictureException missing(Path file, IOException cause) {
    if (Files.isSymbolicLink(file)) {
      return new UnreadablePictureException("is a link to a file that does not exist", cause);
    }
    return new UnreadablePictureException("does not exist (any more)", cause);
  }

  private static UnreadablePictureException unreadable(Path file, IOException cause) {
    if (Files.isSymbolicLink(file) && !Files.exists(file)) {
      return new UnreadablePictureException("is a link that leads back to itself", cause);
    }
    String reason = cause instanceof FileSystemException f ? f.getReason() : cause.getMessage();
    String detail = reason == null ? cause.getClass().getSimpleName() : reason;
    return new UnreadablePictureException("cannot be read: " + detail, cause);
  }
}
