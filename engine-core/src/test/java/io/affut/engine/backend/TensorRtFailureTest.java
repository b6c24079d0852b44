package io.affut.engine.backend;

import static org.assertj.core.api.Assertions.assertThat;

import io.affut.bindings.library.NativeException;
import io.affut.engine.FixtureModels;
import io.affut.engine.model.BirdHeadManifest;
import io.affut.engine.model.ClassifierManifest;
import io.affut.engine.model.DetectorManifest;
import io.affut.engine.model.Model;
import io.affut.engine.model.ModelException;
import io.affut.engine.model.Precision;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Whatever call of CUDA fails while a network is loaded, computes and is closed: it is told,
/// everything is given back, and nobody waits for ever.
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class TensorRtFailureTest {
  private static final int SIZE = 32;

  @TempDir private static Path store;
  @TempDir private static Path engines;
  private static Model<DetectorManifest> detector;
  private static Model<ClassifierManifest> classifier;
  private static Model<BirdHeadManifest> birds;
  private TensorRtUnderTest gpu;

  @BeforeAll
  static void getModels() {
    FixtureModels models = new FixtureModels(store);
    detector = models.detector();
    classifier = models.classifier();
    birds = models.birdHead();
  }

  @BeforeEach
  void open() throws Exception {
    gpu = new TensorRtUnderTest(engines);
  }

  @AfterEach
  void closeTheStandIn() {
    if (gpu == null) {
      return; // what it needs is not here, so it was skipped
    }
    gpu.close();
  }

  @Test
  void aFailureOfAnyCallOfADetectorLeavesNothingBehind() {
    assertAllAreTold(failAtEachCall(this::detect, nth -> gpu.gpu.fail(nth, 999)));
  }

  @Test
  void anErrorThatSticksInADetectorLeavesNothingBehindEither() {
    assertAllAreTold(failAtEachCall(this::detect, nth -> gpu.gpu.failForGood(nth, 700)));
  }

  @Test
  void aFailureOfAnyCallOfAClassifierLeavesNothingBehind() {
    assertAllAreTold(failAtEachCall(this::classify, nth -> gpu.gpu.fail(nth, 999)));
  }

  @Test
  void anErrorThatSticksInAClassifierLeavesNothingBehindEither() {
    assertAllAreTold(failAtEachCall(this::classify, nth -> gpu.gpu.failForGood(nth, 700)));
  }

  /// With half the batch it goes on.
  @Test
  void aLackOfMemoryAnywhereLeavesNothingBehind() {
    Failed failed = failAtEachCall(this::classify, nth -> gpu.gpu.fail(nth, 2));
    assertThat(failed.told()).contains("cudaMemcpyAsync").doesNotContain("cudaMalloc");
    assertThat(failed.silent()).contains("cudaMalloc", "cudaHostAlloc");
  }

  private static void assertAllAreTold(Failed failed) {
    assertThat(failed.told())
        .contains(
            "cudaMalloc",
            "cudaHostAlloc",
            "cudaMemcpyAsync",
            "cudaEventRecord",
            "cudaStreamSynchronize",
            "cudaStreamWaitEvent",
            "cudaFree",
            "cudaFreeHost",
            "cudaEventDestroy",
            "cudaStreamDestroy");
    assertThat(failed.silent())
        .as("only the stand-in asks, and an engine that does not load is loaded once more")
        .isSubsetOf("cudaEventQuery", "cudaSetDevice", "cudaMalloc");
  }

  /// The functions whose failures were told, and those that were not.
  private record Failed(Set<String> told, Set<String> silent) {}

  private Failed failAtEachCall(Runnable scenario, IntConsumer failure) {
    gpu.restart();
    int before = gpu.gpu.calls();
    scenario.run();
    int calls = gpu.gpu.calls();
    assertThat(gpu.left()).as("without a failure").isEmpty();
    var failed = new Failed(new HashSet<>(), new HashSet<>());
    for (int nth = before + 1; nth <= calls; nth++) {
      gpu.restart();
      failure.accept(nth);
      Optional<RuntimeException> told = Optional.empty();
      try {
        scenario.run();
      } catch (NativeException | ModelException e) {
        told = Optional.of(e);
      }
      if (gpu.gpu.calls() < nth) {
        continue; // batches formed in another way, with fewer calls
      }
      String function = gpu.gpu.call(nth);
      String where = "call " + nth + ", " + function;
      assertThat(gpu.left()).as(where + " -> " + told).isEmpty();
      (told.isPresent() ? failed.told() : failed.silent()).add(function);
    }
    return failed;
  }

  private void detect() {
    NetworkSettings settings = new NetworkSettings("cuda:0", Precision.F32, 2, false);
    try (Network network = gpu.load(detector, settings, SIZE, SIZE);
        BackendUnderTest.Writer writer = gpu.newWriter()) {
      byte[] picture = new byte[3 * SIZE * SIZE];
      for (Slot slot : network.slots()) {
        writer.show(slot.input(), picture);
        slot.start();
      }
      RuntimeException failure = null;
      for (Slot slot : network.slots()) {
        try {
          slot.await();
        } catch (RuntimeException e) {
          failure = e;
        }
      }
      if (failure != null) {
        throw failure;
      }
    }
  }

  private void classify() {
    NetworkSettings settings = new NetworkSettings("cuda:0", Precision.F32, 2, false);
    try (CropNetwork network = gpu.load(classifier, Optional.of(birds), settings, 2);
        BackendUnderTest.Writer writer = gpu.newWriter()) {
      byte[] crop = new byte[3 * network.size() * network.size()];
      CropBatch batch = network.batches().getFirst();
      for (int i = 0; i < batch.capacity(); i++) {
        writer.show(batch.input(i), crop);
      }
      batch.compute(batch.capacity());
      batch.logits(0);
    }
  }
}
