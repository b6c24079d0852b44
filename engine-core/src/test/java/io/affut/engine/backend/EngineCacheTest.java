package io.affut.engine.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.affut.bindings.cuda.CudaDevice;
import io.affut.bindings.cuda.CudaRuntime;
import io.affut.bindings.cuda.CudaVersion;
import io.affut.bindings.memory.NativeLedger;
import io.affut.bindings.tensorrt.PlanRequest;
import io.affut.bindings.tensorrt.TensorRt;
import io.affut.bindings.tensorrt.TensorRtContext;
import io.affut.bindings.tensorrt.TensorRtEngine;
import io.affut.bindings.tensorrt.TensorRtException;
import io.affut.engine.model.Manifests;
import io.affut.engine.model.Model;
import io.affut.testing.gpu.StandInGpu;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Engines are built once. TensorRT is a maker of files here.
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class EngineCacheTest {
  private static final CudaVersion DRIVER = new CudaVersion(13, 1);

  @TempDir private Path folder;
  private final PlanFiles tensorRt = new PlanFiles();
  private final List<String> progress = Collections.synchronizedList(new ArrayList<>());
  private Path engines;
  private Model<?> model;
  private CudaDevice device;

  @BeforeEach
  void prepare() throws Exception {
    engines = folder.resolve("cache").resolve("engines");
    model = new Model<>(Manifests.detector(), folder);
    for (Path file : model.files()) {
      Files.write(file, new byte[] {1});
    }
    device = CudaRuntime.load(StandInGpu.fresh().cudart(), new NativeLedger()).devices().getFirst();
  }

  /// Plans of 1000 bytes; the last engine that was loaded is that of the last plan.
  private static final class PlanFiles implements TensorRt {
    private final List<PlanRequest> built = Collections.synchronizedList(new ArrayList<>());
    private final List<Path> loaded = Collections.synchronizedList(new ArrayList<>());
    private String version = "10.15.1";
    private Optional<TensorRtException> refusal = Optional.empty();
    private Optional<TensorRtException> neverLoads = Optional.empty();

    /// Until when an engine is being built.
    private BooleanSupplier done = () -> true;

    @Override
    public String version() {
      return version;
    }

    @Override
    public void build(PlanRequest request, Path plan, Consumer<String> progress) {
      built.add(request);
      refusal.ifPresent(why -> {
        throw why;
      });
      try {
        while (!done.getAsBoolean()) {
          Thread.sleep(1);
        }
        Files.write(plan, new byte[1000]);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }

    @Override
    public TensorRtEngine load(CudaDevice device, Path plan) {
      neverLoads.ifPresent(why -> {
        throw why;
      });
      try {
        if (Files.size(plan) != 1000) {
          throw new TensorRtException("deserializeCudaEngine", "bad\nmagic");
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      loaded.add(plan);
      return new TensorRtEngine() {
        @Override
        public List<Tensor> tensors() {
          return List.of();
        }

        @Override
        public TensorRtContext newContext() {
          throw new AssertionError("nothing is computed");
        }

        @Override
        public void close() {}
      };
    }
  }

  private PlanRequest request(boolean half, long most) {
    return new PlanRequest(
        device,
        model.network(),
        half,
        List.of(
            new PlanRequest.InputShape(
                "images", List.of(1L, 3L), List.of(most, 3L), List.of(most, 3L))),
        Optional.empty());
  }

  private EngineCache cache() {
    return new EngineCache(engines, DRIVER);
  }

  private TensorRtEngine engine(EngineCache cache) {
    return cache.engine(tensorRt, request(false, 8), model, progress::add);
  }

  private List<String> kept() throws IOException {
    try (Stream<Path> files = Files.list(engines)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".engine"))
          .sorted()
          .toList();
    }
  }

  @Test
  void theSecondTimeNothingIsBuilt() throws Exception {
    engine(cache());
    engine(cache());
    assertThat(tensorRt.built).hasSize(1);
    assertThat(tensorRt.loaded).hasSize(2);
    assertThat(tensorRt.built.getFirst().timings())
        .hasValueSatisfying(file -> assertThat(file.getParent()).isEqualTo(engines));
    assertThat(kept()).singleElement().asString().matches("detector-[0-9a-f]{32}\\.engine");
    assertThat(progress)
        .satisfiesExactly(
            line ->
                assertThat(line)
                    .isEqualTo(
                        "Building the engine of detector for cuda:0 (Stand-in GPU 0), once; this takes some minutes."),
            line -> assertThat(line).matches("Built the engine of detector in \\d+ s\\."));
  }

  @Test
  void whateverAnEngineDependsOnMakesAnother() throws Exception {
    engine(cache());
    cache().engine(tensorRt, request(true, 8), model, progress::add);
    cache().engine(tensorRt, request(false, 4), model, progress::add);
    engine(new EngineCache(engines, new CudaVersion(13, 2)));
    tensorRt.version = "10.16.0";
    engine(cache());
    Files.write(model.files().getLast(), new byte[] {2}); // its SHA-256 is unknown
    engine(cache());
    assertThat(tensorRt.built).hasSize(6);
    assertThat(kept()).hasSize(6).doesNotHaveDuplicates();
    assertThat(tensorRt.built.stream().map(PlanRequest::timings).distinct())
        .as("by TensorRT, driver and GPU")
        .hasSize(3);
  }

  @Test
  void oneThatDoesNotLoadIsBuiltAgain() throws Exception {
    engine(cache());
    Path plan = engines.resolve(kept().getFirst());
    Files.write(plan, new byte[10]);
    progress.clear();
    engine(cache());
    assertThat(tensorRt.built).hasSize(2);
    assertThat(Files.size(plan)).isEqualTo(1000);
    assertThat(progress)
        .hasSize(3)
        .first()
        .asString()
        .isEqualTo(
            "The engine of detector that was kept does not load and is built again (TensorRT's deserializeCudaEngine failed: bad; magic).");
  }

  @Test
  void oneThatIsNewAndDoesNotLoadIsAFailure() {
    tensorRt.neverLoads = Optional.of(new TensorRtException("deserializeCudaEngine", "no"));
    assertThatExceptionOfType(TensorRtException.class).isThrownBy(() -> engine(cache()));
    assertThat(tensorRt.built).hasSize(1);
    assertThatExceptionOfType(TensorRtException.class).isThrownBy(() -> engine(cache()));
    assertThat(tensorRt.built).as("once more each time").hasSize(2);
  }

  @Test
  void aLackOfMemoryIsNoFaultOfTheEngine() throws Exception {
    engine(cache());
    tensorRt.neverLoads =
        Optional.of(
            new TensorRtException(
                "deserializeCudaEngine",
                "Error Code 2: OutOfMemory (Requested size was 9 bytes.)"));
    assertThatExceptionOfType(TensorRtException.class).isThrownBy(() -> engine(cache()));
    assertThat(tensorRt.built).hasSize(1);
    assertThat(kept()).hasSize(1);
  }

  @Test
  void aNetworkThatIsRefusedIsToldApart() throws Exception {
    tensorRt.refusal = Optional.of(new TensorRtException("parseFromFile", "no importer"));
    assertThatExceptionOfType(EngineCache.BuildException.class)
        .isThrownBy(() -> engine(cache()))
        .satisfies(e -> assertThat(e.failure().nativeText()).isEqualTo("no importer"));
    assertThat(kept()).isEmpty();
  }

  @Test
  void whereNothingCanBeKeptTheEngineGoesWithTheRun() throws Exception {
    Files.createDirectories(engines.getParent());
    Files.writeString(engines, "a file");
    engine(cache());
    engine(cache());
    assertThat(tensorRt.built).hasSize(2);
    assertThat(tensorRt.built.getFirst().timings()).isEmpty();
    assertThat(progress.getFirst())
        .startsWith("Engines cannot be kept in " + engines + " (")
        .endsWith("), so this one is built for this run alone.");
    assertThat(tensorRt.loaded).allSatisfy(plan -> assertThat(plan.getParent()).doesNotExist());
  }

  @Test
  void whoComesWhileAnotherBuildsWaitsForIt() throws Exception {
    String waits = "Waiting for another process that builds the engine of detector.";
    tensorRt.done = () -> progress.contains(waits);
    try (var threads = Executors.newFixedThreadPool(4)) {
      List<Future<TensorRtEngine>> all = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        all.add(threads.submit(() -> engine(cache())));
      }
      for (Future<TensorRtEngine> one : all) {
        one.get(30, TimeUnit.SECONDS);
      }
    }
    assertThat(tensorRt.built).hasSize(1);
    assertThat(tensorRt.loaded).hasSize(4);
  }

  @Test
  void whatWasNotUsedForTheLongestTimeGoes() throws Exception {
    EngineCache small = new EngineCache(engines, DRIVER, 3500);
    for (int most = 1; most <= 3; most++) {
      small.engine(tensorRt, request(false, most), model, progress::add);
      for (String name : kept()) {
        Path file = engines.resolve(name);
        Files.setLastModifiedTime(
            file, FileTime.fromMillis(Files.getLastModifiedTime(file).toMillis() - 100_000));
      }
    }
    Files.write(engines.resolve("left-over.part"), new byte[400]);
    small.engine(tensorRt, request(false, 1), model, progress::add); // used again
    Path first = tensorRt.loaded.getFirst();
    Path second = tensorRt.loaded.get(1);
    small.engine(tensorRt, request(false, 4), model, progress::add);
    assertThat(kept()).hasSize(3);
    assertThat(first).exists();
    assertThat(second).doesNotExist();
  }

  @Test
  void theNewestIsKeptHoweverLargeItIs() throws Exception {
    EngineCache tiny = new EngineCache(engines, DRIVER, 10);
    tiny.engine(tensorRt, request(false, 1), model, progress::add);
    tiny.engine(tensorRt, request(false, 2), model, progress::add);
    assertThat(kept()).hasSize(1);
    assertThat(tensorRt.loaded.getLast()).exists();
  }
}
