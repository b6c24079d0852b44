package io.affut.bindings.library;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.Consumer;

/// One of several processes, or threads, that want to fill the same part of the cache: the others
/// wait. The system lets go of it when its owner dies. The owner closes it; twice is fine.
public final class CacheLock implements AutoCloseable {
  private static final long PATIENCE_MS = 50;

  private final FileChannel channel;

  private CacheLock(FileChannel channel) {
    this.channel = channel;
  }

  /// For what is fetched: waits until nobody else holds the lock of that name.
  static CacheLock acquire(Path cache, String name, Consumer<String> progress) throws IOException {
    return acquire(
        cache, name, "Waiting for another process that is fetching " + name + ".", progress);
  }

  /// Waits until nobody else holds the lock of that name.
  ///
  /// @param name what is locked; also the name of a file in the folder `locks` of the cache
  /// @param waiting what `progress` is told when somebody else holds it
  /// @throws InterruptedIOException when the thread is interrupted while it waits
  public static CacheLock acquire(
      Path cache, String name, String waiting, Consumer<String> progress) throws IOException {
    Path folder = Files.createDirectories(cache.resolve("locks"));
    FileChannel channel =
        FileChannel.open(
            folder.resolve(name + ".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      for (boolean told = false; !tryLock(channel); told = true) {
        if (!told) {
          progress.accept(waiting);
        }
        Thread.sleep(PATIENCE_MS);
      }
      return new CacheLock(channel);
    } catch (InterruptedException e) {
      channel.close();
      Thread.currentThread().interrupt();
      throw (IOException) new InterruptedIOException("interrupted").initCause(e);
    } catch (IOException | RuntimeException | Error e) {
      channel.close();
      throw e;
    }
  }

  private static boolean tryLock(FileChannel channel) throws IOException {
    try {
      FileLock lock = channel.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException e) {
      return false; // another thread of this process has it
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
