package io.affut.engine.download;

import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;

/// What is there of a file already, and which version of the file it is of. Nobody else may write
/// it meanwhile.
///
/// The version is what the server said of it, an entity tag or a time. It is noted before the first
/// byte is kept and forgotten before another version is begun, so that two are never mixed,
/// whenever the program ends.
final class PartFile implements AutoCloseable {
  private final Path part;
  private final Path note;
  private final FileChannel channel;

  private PartFile(Path part, FileChannel channel) {
    this.part = part;
    this.note = part.resolveSibling(part.getFileName() + ".version");
    this.channel = channel;
  }

  /// Opens what is there of `file`, or an empty one.
  ///
  /// @throws DownloadException when somebody else is writing it
  static PartFile of(Path file) throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    Path part = file.resolveSibling(file.getFileName() + ".part");
    FileChannel channel =
        FileChannel.open(part, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    if (!lock(channel)) {
      channel.close();
      throw new DownloadException(
          "Another affut is downloading %s at this moment; wait for it.".formatted(file));
    }
    return new PartFile(part, channel);
  }

  /// How many bytes are there.
  long size() throws IOException {
    return channel.size();
  }

  /// Which version of the file at `address` they are of; empty where that is not known.
  String version(URI address) throws IOException {
    if (!Files.exists(note)) {
      return "";
    }
    List<String> lines = Files.readAllLines(note);
    return lines.size() == 2 && lines.getFirst().equals(address.toString()) ? lines.get(1) : "";
  }

  /// Begins anew.
  ///
  /// @param version of the file; empty where the server does not say
  void restart(URI address, String version) throws IOException {
    Files.deleteIfExists(note);
    channel.truncate(0);
    if (!version.isEmpty()) {
      Files.write(note, List.of(address.toString(), version));
    }
  }

  /// Adds bytes at the end.
  void append(List<ByteBuffer> bytes) throws IOException {
    channel.position(channel.size());
    for (ByteBuffer buffer : bytes) {
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
    }
  }

  /// The file is complete: puts it in its place.
  void moveTo(Path file) throws IOException {
    channel.close();
    Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    Files.deleteIfExists(note);
  }

  /// Keeps what is there, unless that is nothing.
  @Override
  public void close() throws IOException {
    boolean empty = channel.isOpen() && channel.size() == 0;
    channel.close();
    if (empty) {
      Files.deleteIfExists(part);
      Files.deleteIfExists(note);
    }
  }

  private static boolean lock(FileChannel channel) throws IOException {
    try {
      FileLock lock = channel.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException e) {
      return false; // another thread of this process has it
    }
  }
}
