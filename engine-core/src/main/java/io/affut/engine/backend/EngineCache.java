package io.affut.engine.backend;

import io.affut.bindings.cuda.CudaVersion;
import io.affut.bindings.library.CacheLock;
import io.affut.bindings.tensorrt.PlanRequest;
import io.affut.bindings.tensorrt.TensorRt;
import io.affut.bindings.tensorrt.TensorRtEngine;
import io.affut.bindings.tensorrt.TensorRtException;
import io.affut.engine.model.Model;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// The folder in which engines of TensorRT are kept, since building one takes minutes. Everything
/// in it can be deleted.
///
/// A file is named by what the engine depends on: the network, TensorRT, the driver, the GPU, the
/// precision and the shapes. Several processes may use the folder; one builds an engine, and the
/// others wait for it. The engines that were not used for the longest time go when all together are
/// larger than 10 GB. Any thread.
public final class EngineCache {
  /// A YOLOv8s has some 45 MB, a ViT-L 1.2 GB, each once for every size of input and precision.
  private static final long MOST_BYTES = 10_000_000_000L;

  private static final String ENGINE = ".engine";
  private static final String TIMINGS = ".timings";
  private static final String SINGLE = ".single";

  private final Path folder;
  private final CudaVersion driver;
  private final long mostBytes;

  /// A cache in `folder`, which need not be there yet.
  ///
  /// @param driver the version of CUDA that the driver knows
  public EngineCache(Path folder, CudaVersion driver) {
    this(folder, driver, MOST_BYTES);
  }

  EngineCache(Path folder, CudaVersion driver, long mostBytes) {
    this.folder = folder;
    this.driver = driver;
    this.mostBytes = mostBytes;
  }

  /// The engine of a network: the one that is kept, or a new one. One that is kept and does not
  /// load is built again.
  ///
  /// @param wanted without a file of timings
  /// @param progress is told what takes long, and what went wrong with the cache
  /// @return the caller's to close
  /// @throws BuildException when it cannot be built
  /// @throws TensorRtException when it cannot be loaded, or there is not enough memory
  /// @throws UncheckedIOException when the network cannot be read, or the thread was interrupted
  ///   while another one built it
  TensorRtEngine engine(
      TensorRt tensorRt, PlanRequest wanted, Model<?> model, Consumer<String> progress) {
    try {
      EngineName name = EngineName.of(tensorRt, driver, wanted, model);
      Path plan = folder.resolve(name.engine() + ENGINE);
      Optional<TensorRtEngine> kept = kept(tensorRt, wanted, plan);
      if (kept.isPresent()) {
        return kept.get();
      }
      Optional<String> fault = fault();
      if (fault.isPresent()) {
        progress.accept(
            "Engines cannot be kept in %s (%s), so this one is built for this run alone."
                .formatted(folder, fault.get()));
        return passing(tensorRt, wanted, model, progress);
      }
      String waiting =
          "Waiting for another process that builds the engine of %s."
              .formatted(model.manifest().id());
      try (CacheLock _ = CacheLock.acquire(folder, name.engine(), waiting, progress)) {
        return keptOrBuilt(tensorRt, wanted, model, name, plan, progress);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e.getMessage(), e);
    }
  }

  /// Notes that a network is computed one picture at a time, so that an engine for several is not
  /// tried at each start.
  ///
  /// @param wanted of the engine for several
  /// @param reason in one line
  void noteSingle(TensorRt tensorRt, PlanRequest wanted, Model<?> model, String reason) {
    try {
      Path note = note(tensorRt, wanted, model);
      if (Files.isDirectory(folder) && !Files.exists(note)) {
        Files.writeString(note, reason);
      }
    } catch (IOException e) {
      // Then it is tried again.
    }
  }

  /// Why a network is computed one picture at a time, if that was noted.
  Optional<String> single(TensorRt tensorRt, PlanRequest wanted, Model<?> model) {
    try {
      Path note = note(tensorRt, wanted, model);
      return Files.isRegularFile(note) ? Optional.of(Files.readString(note)) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty(); // then it is tried
    }
  }

  private Path note(TensorRt tensorRt, PlanRequest wanted, Model<?> model) throws IOException {
    return folder.resolve(EngineName.of(tensorRt, driver, wanted, model).engine() + SINGLE);
  }

  private TensorRtEngine keptOrBuilt(
      TensorRt tensorRt,
      PlanRequest wanted,
      Model<?> model,
      EngineName name,
      Path plan,
      Consumer<String> progress)
      throws IOException {
    if (Files.isRegularFile(plan)) {
      try {
        return load(tensorRt, wanted, plan); // another process has built it meanwhile
      } catch (TensorRtException e) {
        if (GpuFailure.isLackOfMemory(e)) {
          throw e;
        }
        progress.accept(
            "The engine of %s that was kept does not load and is built again (%s)."
                .formatted(model.manifest().id(), GpuFailure.line(e)));
        Files.deleteIfExists(plan);
      }
    }
    Path timings = folder.resolve(name.timings() + TIMINGS);
    build(tensorRt, withTimings(wanted, timings), model, plan, progress);
    makeRoom(plan);
    return tensorRt.load(wanted.device(), plan);
  }

  /// The engine that is there, if it loads.
  private Optional<TensorRtEngine> kept(TensorRt tensorRt, PlanRequest wanted, Path plan) {
    if (!Files.isRegularFile(plan)) {
      return Optional.empty();
    }
    try {
      return Optional.of(load(tensorRt, wanted, plan));
    } catch (TensorRtException e) {
      if (GpuFailure.isLackOfMemory(e)) {
        throw e;
      }
      return Optional.empty(); // who holds the lock looks again
    }
  }

  private static TensorRtEngine load(TensorRt tensorRt, PlanRequest wanted, Path plan) {
    TensorRtEngine engine = tensorRt.load(wanted.device(), plan);
    try {
      Files.setLastModifiedTime(plan, FileTime.from(Instant.now())); // used last
    } catch (IOException e) {
      // Then it counts as older than it is.
    }
    return engine;
  }

  /// Builds an engine that goes with this run.
  private static TensorRtEngine passing(
      TensorRt tensorRt, PlanRequest wanted, Model<?> model, Consumer<String> progress)
      throws IOException {
    Path temporary = Files.createTempDirectory("affut-engine-");
    try {
      Path plan = temporary.resolve("passing" + ENGINE);
      build(tensorRt, wanted, model, plan, progress);
      return tensorRt.load(wanted.device(), plan);
    } finally {
      for (Path file : files(temporary)) {
        Files.deleteIfExists(file);
      }
      Files.deleteIfExists(temporary);
    }
  }

  private static void build(
      TensorRt tensorRt, PlanRequest wanted, Model<?> model, Path plan, Consumer<String> progress) {
    progress.accept(
        "Building the engine of %s for %s, once; this takes some minutes."
            .formatted(model.manifest().id(), wanted.device()));
    Instant start = Instant.now();
    try {
      tensorRt.build(wanted, plan, progress);
    } catch (TensorRtException e) {
      throw GpuFailure.isLackOfMemory(e) ? e : new BuildException(e);
    }
    progress.accept(
        "Built the engine of %s in %d s."
            .formatted(model.manifest().id(), Duration.between(start, Instant.now()).toSeconds()));
  }

  private static PlanRequest withTimings(PlanRequest wanted, Path timings) {
    return new PlanRequest(
        wanted.device(), wanted.network(), wanted.half(), wanted.inputs(), Optional.of(timings));
  }

  /// Why nothing can be kept, or nothing.
  private Optional<String> fault() {
    try {
      Files.createDirectories(folder);
      Files.delete(Files.createTempFile(folder, "writable-", ""));
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of(reason(e));
    }
  }

  /// An exception of files may have nothing but a path for a message.
  private static String reason(IOException e) {
    return e.getClass().getSimpleName() + ": " + e.getMessage();
  }

  /// What was not used for the longest time goes, also what a process left that was ended while it
  /// built. Another process may be at it too.
  private void makeRoom(Path keep) {
    try {
      removeOldest(keep);
    } catch (IOException e) {
      // Then there is less room until the next engine.
    }
  }

  private void removeOldest(Path keep) throws IOException {
    List<Path> oldest = new ArrayList<>();
    long bytes = 0;
    for (Path file : files(folder)) {
      String name = file.getFileName().toString();
      if (!name.endsWith(TIMINGS) && !name.endsWith(SINGLE)) {
        oldest.add(file);
        bytes += size(file);
      }
    }
    oldest.sort(Comparator.comparing(EngineCache::modified));
    for (Path file : oldest) {
      if (bytes > mostBytes && !file.equals(keep)) {
        bytes -= size(file);
        Files.deleteIfExists(file);
      }
    }
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.filter(Files::isRegularFile).toList();
    }
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      return 0; // it has gone
    }
  }

  private static FileTime modified(Path file) {
    try {
      return Files.getLastModifiedTime(file);
    } catch (IOException e) {
      return FileTime.fromMillis(0);
    }
  }

  /// TensorRT has refused to build an engine.
  static final class BuildException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final TensorRtException failure;

    private BuildException(TensorRtException failure) {
      super(failure);
      this.failure = failure;
    }

    /// What it said.
    TensorRtException failure() {
      return failure;
    }
  }
}
