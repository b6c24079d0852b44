package io.affut.bindings.memory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Keeps the pages of files that a library has mapped from piling up in memory while it reads them.
///
/// OpenVINO maps weights and copies them into the layout that its kernels want. Each page stays
/// with the process after it was read, so that weights count twice: a ViT-L of 1.2 GB takes 2.5 GB.
/// While this is open, a thread tells the system every [#PAUSE_MS] milliseconds that the pages are
/// not needed; one that is read again comes from the system's file cache. What is written to is
/// left alone.
///
/// It does something on Linux only, whose `/proc/self/maps` tells where a file is mapped. Any
/// thread may close it.
public final class MappedPages implements AutoCloseable {
  private static final long PAUSE_MS = 10;
  private static final Path MAPS = Path.of("/proc/self/maps");

  /// `7f00-7f80 r--p 00000000 fe:01 123 /a/file`; letters of a mapping that may not be written.
  private static final Pattern READ_ONLY =
      Pattern.compile("([0-9a-f]+)-([0-9a-f]+) r-[-x][ps] \\S+ \\S+ [1-9]\\d* +(/.*)");

  private final Set<String> files;
  private final Thread thread;
  private volatile boolean closed;

  private MappedPages(Set<String> files) {
    this.files = files;
    this.thread = Thread.ofPlatform().daemon().name("affut-mapped-pages").unstarted(this::run);
  }

  /// Starts to let go of the pages of `files`, mapped by now or later.
  public static MappedPages lettingGo(List<Path> files) {
    Set<String> names = new TreeSet<>();
    if (Files.isReadable(MAPS) && PosixC.hasMadvise()) {
      for (Path file : files) {
        try {
          names.add(file.toRealPath().toString());
        } catch (IOException e) {
          continue; // who reads it will say so
        }
      }
    }
    MappedPages pages = new MappedPages(names);
    if (!names.isEmpty()) {
      pages.thread.start();
    }
    return pages;
  }

  private void run() {
    while (!closed) {
      letGo();
      try {
        Thread.sleep(PAUSE_MS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        break;
      }
    }
    letGo();
  }

  private void letGo() {
    try (Stream<String> lines = Files.lines(MAPS)) {
      lines.map(READ_ONLY::matcher).filter(Matcher::matches).forEach(this::letGo);
    } catch (IOException | java.io.UncheckedIOException e) {
      closed = true; // only memory is at stake
    }
  }

  private void letGo(Matcher mapping) {
    if (files.contains(mapping.group(3))) {
      long start = Long.parseUnsignedLong(mapping.group(1), 16);
      long end = Long.parseUnsignedLong(mapping.group(2), 16);
      // A refusal costs memory and nothing else.
      PosixC.madvise(start, end - start, PosixC.MADV_DONTNEED);
    }
  }

  @Override
  public void close() {
    closed = true;
    boolean wasInterrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        wasInterrupted = true;
      }
    }
    if (wasInterrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
