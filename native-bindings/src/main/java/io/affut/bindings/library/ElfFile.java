package io.affut.bindings.library;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/// What can be wrong with a library of Linux before it is loaded: the system's loader maps a file
/// that was cut, for instance by a copy that broke off, and then the whole process ends.
///
/// Sizes and places are those of the ELF-64 specification.
final class ElfFile {
  private static final byte[] MAGIC = {0x7f, 'E', 'L', 'F'};
  private static final int HEADER = 64;
  private static final byte CLASS_64 = 2;
  private static final byte LITTLE_ENDIAN = 1;
  private static final int PT_LOAD = 1;

  private ElfFile() {}

  /// Whether the file is one for Linux to load, whole or not.
  static boolean isElf(Path file) {
    try (FileChannel channel = FileChannel.open(file)) {
      return startsRight(read(channel, 0, HEADER));
    } catch (IOException e) {
      return false;
    }
  }

  /// Why the file must not be loaded; nothing where the system's loader can be trusted with it.
  static Optional<String> fault(Path file) {
    try (FileChannel channel = FileChannel.open(file)) {
      ByteBuffer header = read(channel, 0, HEADER);
      if (!startsRight(header)) {
        return Optional.of(file + " is no library");
      }
      if (header.get(4) != CLASS_64 || header.get(5) != LITTLE_ENDIAN) {
        return Optional.empty(); // another kind of machine: the loader refuses it with a reason
      }
      long programHeaders = header.getLong(32);
      int size = Short.toUnsignedInt(header.getShort(54));
      int count = Short.toUnsignedInt(header.getShort(56));
      ByteBuffer table = read(channel, programHeaders, size * count);
      long needed = programHeaders + (long) size * count;
      for (int at = 0; at + size <= table.remaining() && size >= 56; at += size) {
        if (table.getInt(at) == PT_LOAD) {
          needed = Math.max(needed, table.getLong(at + 8) + table.getLong(at + 32));
        }
      }
      return channel.size() < needed
          ? Optional.of(
              file + " is cut: it has " + channel.size() + " of at least " + needed + " bytes")
          : Optional.empty();
    } catch (IOException e) {
      return Optional.of(file + " cannot be read: " + e.getMessage());
    }
  }

  private static boolean startsRight(ByteBuffer header) {
    return header.remaining() == HEADER
        && Arrays.equals(Arrays.copyOf(header.array(), MAGIC.length), MAGIC);
  }

  private static ByteBuffer read(FileChannel channel, long position, int length)
      throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    while (buffer.hasRemaining() && position >= 0) {
      int n = channel.read(buffer, position + buffer.position());
      if (n < 0) {
        break;
      }
    }
    return buffer.flip();
  }
}
