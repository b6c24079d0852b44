package io.affut.perf.gpu;

import io.affut.bindings.library.NativeLibrary;
import io.affut.bindings.memory.NativeLedger;
import io.affut.bindings.turbojpeg.TurboJpeg;
import io.affut.preprocessing.picture.DecodeScale;
import io.affut.preprocessing.picture.PictureReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/// Files read and decoded by several threads at once, each with a reader of its own, and nothing
/// else.
final class DecodingAlone implements AutoCloseable {
  private final List<Reader> readers;
  private final Set<String> decoders = new ConcurrentSkipListSet<>();

  /// One thread's.
  interface Reader extends AutoCloseable {

    /// Reads and decodes a file, and returns when its pixels are there.
    ///
    /// @return what decoded it
    String read(Path file) throws Exception;

    @Override
    void close();
  }

  DecodingAlone(List<Reader> readers) {
    this.readers = readers;
  }

  /// As many readers as `threads` says.
  static DecodingAlone on(StepOptions options, NativeLedger ledger) {
    int threads = options.number("threads", Runtime.getRuntime().availableProcessors());
    List<Reader> readers = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      readers.add(onProcessor(ledger));
    }
    return new DecodingAlone(readers);
  }

  private static Reader onProcessor(NativeLedger ledger) {
    var reader =
        new PictureReader(
            Here.libraries()
                .search(NativeLibrary.TURBOJPEG)
                .found()
                .map(found -> TurboJpeg.load(found, ledger)),
            PictureReader.DEFAULT_MAX_PIXELS,
            ledger);
    return new Reader() {
      @Override
      public String read(Path file) throws Exception {
        return reader.read(file, new DecodeScale.Full()).decoder();
      }

      @Override
      public void close() {
        reader.close();
      }
    };
  }

  int threads() {
    return readers.size();
  }

  /// What decoded the pictures.
  Set<String> decoders() {
    return new TreeSet<>(decoders);
  }

  /// Pictures a second, over the files again and again.
  double perSecond(List<Path> files, Duration warmUp, Duration length) throws Exception {
    long begin = System.nanoTime() + warmUp.toNanos();
    long end = begin + length.toNanos();
    AtomicInteger next = new AtomicInteger();
    AtomicLong done = new AtomicLong();
    try (ExecutorService threads = Executors.newFixedThreadPool(readers.size())) {
      List<Future<?>> all = new ArrayList<>();
      for (Reader reader : readers) {
        all.add(
            threads.submit(() -> {
              while (true) {
                Path file = files.get(Math.floorMod(next.getAndIncrement(), files.size()));
                decoders.add(reader.read(file));
                long now = System.nanoTime();
                if (now - end >= 0) {
                  return null;
                }
                if (now - begin >= 0) {
                  done.incrementAndGet();
                }
              }
            }));
      }
      for (Future<?> each : all) {
        each.get();
      }
    }
    return done.get() / (length.toNanos() / 1e9);
  }

  @Override
  public void close() {
    readers.forEach(Reader::close);
  }
}
