package io.affut.engine.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.affut.bindings.cuda.CudaException;
import io.affut.engine.FixtureModels;
import io.affut.engine.RealParts;
import io.affut.engine.detection.Category;
import io.affut.engine.model.ClassMapping;
import io.affut.engine.model.DetectorManifest;
import io.affut.engine.model.ManifestChange;
import io.affut.engine.model.Model;
import io.affut.engine.model.ModelException;
import io.affut.engine.model.Precision;
import io.affut.engine.results.DetectedPicture;
import io.affut.engine.results.FailedPicture;
import io.affut.engine.results.PictureResult;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Whatever call of NVIDIA's libraries fails, each picture comes out once, or the run says why it
/// cannot; nothing is left, and nobody waits for ever. All over stand-ins.
@Timeout(300)
class GpuEngineFailureTest {
  private static final int INVALID_VALUE = 1;
  private static final int MEMORY = 2;
  private static final int LOST = 700;
  private static final int PICTURES = 4;

  @TempDir private static Path store;
  @TempDir private static Path folder;
  private static BoxSource<Model<DetectorManifest>> source;
  private static Optional<Classification> classification;
  private static final List<PictureFile> pictures = new ArrayList<>();

  private StandInMachine machine;

  @BeforeAll
  static void getParts() throws IOException {
    RealParts.openVino();
    RealParts.requireTurboJpeg();
    FixtureModels models = new FixtureModels(store);
    source = new BoxSource.One<>(animals(models.detector()));
    classification =
        Optional.of(
            new Classification(
                models.classifier(), Optional.of(models.birdHead()), Classification.Which.BEST));
    for (int i = 0; i < PICTURES; i++) {
      String name = "small-%d.%s".formatted(i, i == 2 ? "png" : "jpg");
      Path file = folder.resolve(name);
      try (InputStream in = GpuEngineFailureTest.class.getResourceAsStream(name)) {
        Files.copy(in, file);
      }
      pictures.add(new PictureFile(file.getFileName().toString(), file));
    }
    pictures.add(
        new PictureFile("words.jpg", Files.writeString(folder.resolve("words.jpg"), "words")));
  }

  /// A small one, all of whose boxes are animals.
  private static Model<DetectorManifest> animals(Model<DetectorManifest> yolo) {
    DetectorManifest m = ManifestChange.all(Map.of("size", "64"), yolo.manifest());
    List<String> classes = m.classes().names();
    return new Model<>(
        new DetectorManifest(
            m.about(),
            m.input(),
            m.decode(),
            m.precision(),
            m.head(),
            m.thresholds(),
            new ClassMapping(classes, Map.of(Category.ANIMAL, classes), false)),
        yolo.folder());
  }

  private Engine open(Device device) {
    return machine.open(
        source,
        classification,
        EngineSettings.on(device, 2).precision(Precision.F32).confidence(1e-4f).build());
  }

  @AfterEach
  void nothingIsLeftAndNothingWasWrong() {
    if (machine == null) {
      return; // what it needs is not here, so it was skipped
    }
    machine.close();
    assertThat(machine.left()).isEmpty();
    Remains.assertNoWorker();
  }

  /// What a run told.
  private record Found(Map<String, PictureResult> results, List<String> notices) {}

  /// What became of a run.
  private record Run(Found found, Optional<RuntimeException> ended) {
    /// Why pictures have failed, besides the one that is none.
    List<String> failed() {
      return found.results().values().stream()
          .filter(FailedPicture.class::isInstance)
          .filter(result -> !result.file().equals("words.jpg"))
          .map(result -> ((FailedPicture) result).reason())
          .toList();
    }
  }

  private Run run(Engine engine) throws IOException {
    ToldOnce told = new ToldOnce();
    Optional<RuntimeException> ended = Optional.empty();
    try {
      told.listenTo(engine, pictures);
    } catch (DeviceUnavailableException | CudaException e) {
      ended = Optional.of(e);
    }
    Run run = new Run(new Found(told.byFile(), told.notices), ended);
    if (ended.isEmpty()) {
      assertThat(run.found().results()).hasSize(PICTURES + 1);
      assertThat(run.found().results().get("words.jpg")).isInstanceOf(FailedPicture.class);
    }
    return run;
  }

  private interface Check {
    void of(String function, Run run);
  }

  /// Lets a call of each function fail in turn, in the middle of a run each, with one engine.
  ///
  /// @return of which functions
  private Set<String> callsOfARun(int devices, int status, Check check) throws Exception {
    machine = new StandInMachine(devices);
    Set<String> functions = new HashSet<>();
    try (Engine engine = open(devices == 1 ? new Device.Cuda(0) : new Device.AllCuda())) {
      int before = machine.gpu.calls() + 1;
      Map<String, PictureResult> sound = run(engine).found().results();
      assertThat(sound.get("small-0.jpg"))
          .isInstanceOfSatisfying(
              DetectedPicture.class,
              picture -> {
                assertThat(picture.decoder()).isEqualTo("nvJPEG");
                assertThat(picture.detections().getFirst().logits()).isPresent();
              });
      Map<String, Long> calls =
          IntStream.rangeClosed(before, machine.gpu.calls())
              .mapToObj(machine.gpu::call)
              .collect(Collectors.groupingBy(name -> name, TreeMap::new, Collectors.counting()));
      for (String function : calls.keySet()) {
        machine.gpu.failOf(function, (int) (calls.get(function) / 2) + 1, status);
        Run run = run(engine);
        if (machine.gpu.willFail()) {
          continue; // there were fewer of it this time
        }
        functions.add(function);
        check.of(function, run);
        run.found()
            .results()
            .forEach((name, result) -> {
              if (result instanceof DetectedPicture picture) {
                assertThat(picture.detections())
                    .as("%s, %s", function, name)
                    .hasSameSizeAs(((DetectedPicture) sound.get(name)).detections());
              }
            });
      }
    }
    return functions;
  }

  @Test
  void aCallThatFailsCostsAPictureOrEndsTheRunAndTheNextRunIsSound() throws Exception {
    Set<String> functions =
        callsOfARun(
            1,
            INVALID_VALUE,
            (function, run) -> {
              run.ended()
                  .ifPresent(e -> assertThat(e).as(function).isInstanceOf(CudaException.class));
              assertThat(run.failed())
                  .as(function)
                  .allMatch(
                      reason -> reason.contains("failed with") || reason.contains("TensorRT"));
            });
    assertThat(functions)
        .hasSizeGreaterThan(15)
        .contains("cudaMalloc", "cudaHostAlloc", "cudaLaunchKernel", "cudaMemcpyAsync");
  }

  @Test
  void aLackOfMemoryCostsNoPicture() throws Exception {
    callsOfARun(
        1,
        MEMORY,
        (function, run) -> {
          assertThat(run.ended()).as(function).isEmpty();
          assertThat(run.failed()).as(function).isEmpty();
        });
  }

  @Test
  void aDeviceThatIsLostEndsTheRunWithAClearError() throws Exception {
    callsOfARun(
        1,
        LOST,
        (function, run) ->
            run.ended()
                .ifPresent(e ->
                    assertThat(e)
                        .as(function)
                        .isInstanceOf(DeviceUnavailableException.class)
                        .hasMessageStartingWith("No device is left to compute on, with ")));
  }

  @Test
  void whatALostDeviceHadBegunIsDoneByTheOther() throws Exception {
    callsOfARun(
        2,
        LOST,
        (function, run) -> {
          assertThat(run.ended()).as(function).isEmpty();
          assertThat(run.failed())
              .as("what the stand-in for TensorRT met once, and is not there when one looks")
              .allMatch(reason -> reason.contains("TensorRT's enqueueV3 failed"));
        });
  }

  /// Some calls of all, from the opening to the end; the device stays broken.
  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void aDeviceThatIsLostForGoodAtAnyTimeLeavesNothing(int devices) throws Exception {
    machine = new StandInMachine(devices);
    try (Engine engine = open(new Device.AllCuda())) {
      run(engine);
    }
    int calls = machine.gpu.calls();
    for (int nth = 3; nth <= calls; nth += 157 * devices) {
      assertThat(machine.left()).as("until call %d", nth).isEmpty();
      machine.restart();
      machine.gpu.failForGood(nth, LOST);
      try (Engine engine = open(new Device.AllCuda())) {
        run(engine);
      } catch (DeviceUnavailableException | CudaException | ModelException e) {
        assertThat(e).hasMessageContaining(" failed");
      }
    }
  }
}
