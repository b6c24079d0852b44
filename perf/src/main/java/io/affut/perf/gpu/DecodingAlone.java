package io.affut.perf.gpu;

import io.affut.bindings.cuda.CudaDevice;
import io.affut.bindings.cuda.CudaStream;
import io.affut.bindings.cuda.NvJpeg;
import io.affut.bindings.library.NativeLibrary;
import io.affut.bindings.memory.NativeLedger;
import io.affut.bindings.memory.OwnedParts;
import io.affut.bindings.turbojpeg.TurboJpeg;
import io.affut.preprocessing.cuda.DevicePictureReader;
import io.affut.preprocessing.cuda.GpuJpegs;
import io.affut.preprocessing.picture.DecodeScale;
import io.affut.preprocessing.picture.PictureReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/// Files read and decoded by several threads at once, each with a reader of its own, and nothing
/// else.
final class DecodingAlone implements AutoCloseable {
  private final List<Reader> readers;
  private final OwnedParts parts;
  private final Set<String> decoders = new ConcurrentSkipListSet<>();

  /// One thread's.
  @FunctionalInterface
  interface Reader {

    /// Reads and decodes a file, and returns when its pixels are there.
    ///
    /// @return what decoded it
    String read(Path file) throws Exception;
  }

  private DecodingAlone(List<Reader> readers, OwnedParts parts) {
    this.readers = readers;
    this.parts = parts;
  }

  /// As many readers as `threads` says, on `device`, and on a GPU with a decoder of its own as many
  /// more as a run has.
  static DecodingAlone on(StepOptions options, NativeLedger ledger) {
    Optional<TurboJpeg> turboJpeg =
        Here.libraries()
            .search(NativeLibrary.TURBOJPEG)
            .found()
            .map(found -> TurboJpeg.load(found, ledger));
    OwnedParts parts = new OwnedParts();
    int threads = options.number("threads", Runtime.getRuntime().availableProcessors());
    try {
      List<Reader> readers =
          options.required("device").equals("cpu")
              ? Stream.generate(() -> onProcessor(turboJpeg, parts, ledger)).limit(threads).toList()
              : onGpu(GpuMemory.here().devices().getFirst(), threads, turboJpeg, parts, ledger);
      return new DecodingAlone(readers, parts);
    } catch (RuntimeException | Error e) {
      throw parts.closedAfter(e);
    }
  }

  private static Reader onProcessor(
      Optional<TurboJpeg> turboJpeg, OwnedParts parts, NativeLedger ledger) {
    PictureReader reader =
        parts.add(new PictureReader(turboJpeg, PictureReader.DEFAULT_MAX_PIXELS, ledger));
    return file -> reader.read(file, new DecodeScale.Full()).decoder();
  }

  /// As the GPU's workers read; what refuses is decoded on the processor.
  private static List<Reader> onGpu(
      CudaDevice device,
      int threads,
      Optional<TurboJpeg> turboJpeg,
      OwnedParts parts,
      NativeLedger ledger) {
    Optional<GpuJpegs> jpegs =
        Here.libraries()
            .search(NativeLibrary.NVJPEG)
            .found()
            .map(found -> parts.add(GpuJpegs.open(NvJpeg.load(found, ledger), device)));
    List<Reader> readers = new ArrayList<>();
    for (int i = 0; i < threads + jpegs.map(GpuJpegs::waiting).orElse(0); i++) {
      CudaStream stream = parts.add(device.newStream());
      DevicePictureReader reader =
          parts.add(
              new DevicePictureReader(
                  device, stream, jpegs, turboJpeg, PictureReader.DEFAULT_MAX_PIXELS, ledger));
      readers.add(file -> {
        String decoder = reader.read(file, new DecodeScale.Full(), bytes -> {}).decoder();
        stream.synchronise();
        return decoder;
      });
    }
    return readers;
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
    parts.close();
  }
}
