package io.affut.bindings.tensorrt;

import static org.assertj.core.api.Assertions.assertThat;

import io.affut.bindings.cuda.CudaDevice;
import io.affut.bindings.cuda.CudaException;
import io.affut.bindings.cuda.CudaStream;
import io.affut.bindings.cuda.DeviceBuffer;
import io.affut.bindings.library.NativeException;
import io.affut.bindings.tensorrt.PlanRequest.InputShape;
import io.affut.testing.gpu.StandInGpu;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Whatever call of CUDA or TensorRT fails, the failure is told by the name of the function, each
/// object that was made is deleted once, and none before what points into it.
class TensorRtFailureTest {
  /// What the build does without.
  private static final Set<String> DISPENSABLE = Set.of("ITimingCache::serialize");

  @TempDir Path folder;
  private StandInTensorRt standIn;
  private TensorRt tensorRt;
  private Path network;

  @BeforeEach
  void prepare() throws Exception {
    standIn = StandInTensorRt.fresh();
    tensorRt = standIn.open();
    network = Files.writeString(folder.resolve("network.onnx"), "images -1 3 4");
    reset();
  }

  @Test
  void aFailureOfAnyCallLeavesNothingBehind() {
    scenario();
    assertNothingIsLeft("without a failure");
    int calls = standIn.gpu.calls();
    Set<String> told = new HashSet<>();
    for (int nth = 1; nth <= calls; nth++) {
      reset();
      standIn.gpu.fail(nth, 2);
      String where = "call " + nth;
      try {
        scenario();
        assertThat(standIn.gpu.call(nth))
            .as(where)
            .matches(name -> name.startsWith("~") || DISPENSABLE.contains(name));
      } catch (CudaException | TensorRtException e) {
        NativeException failure = e;
        assertThat(failure.function())
            .as(where)
            .isEqualTo(standIn.gpu.call(nth).replace("createNvOnnxParser", "createParser"));
        told.add(failure.function());
      }
      assertNothingIsLeft(where + ", " + standIn.gpu.call(nth));
    }
    assertThat(told)
        .contains(
            "cudaSetDevice",
            "cudaMemGetInfo",
            "createInferBuilder",
            "createNetworkV2",
            "createParser",
            "parseFromFile",
            "createBuilderConfig",
            "createTimingCache",
            "setTimingCache",
            "createOptimizationProfile",
            "IOptimizationProfile::setDimensions",
            "addOptimizationProfile",
            "buildSerializedNetwork",
            "createInferRuntime",
            "deserializeCudaEngine",
            "createExecutionContext",
            "setInputShape",
            "setTensorAddress",
            "enqueueV3",
            "cudaStreamSynchronize");
  }

  @Test
  void anErrorThatSticksLeavesNothingBehindEither() {
    scenario();
    int calls = standIn.gpu.calls();
    for (int nth = 1; nth <= calls; nth++) {
      reset();
      standIn.gpu.failForGood(nth, 700);
      try {
        scenario();
      } catch (CudaException | TensorRtException e) {
        assertThat(e).isNotNull();
      }
      assertNothingIsLeft("from call " + nth + " on");
    }
  }

  private void reset() {
    standIn.gpu.reset(1, StandInGpu.DRIVER, StandInGpu.RUNTIME);
  }

  /// Builds, loads and computes once.
  private void scenario() {
    CudaDevice device = standIn.device();
    Path plan = folder.resolve("network.plan");
    InputShape shape =
        new InputShape("images", List.of(1L, 3L, 4L), List.of(8L, 3L, 4L), List.of(8L, 3L, 4L));
    PlanRequest request =
        new PlanRequest(
            device, network, true, List.of(shape), Optional.of(folder.resolve("timings-none")));
    tensorRt.build(request, plan, line -> {});
    try (TensorRtEngine engine = tensorRt.load(device, plan);
        TensorRtContext first = engine.newContext();
        TensorRtContext second = engine.newContext();
        CudaStream stream = device.newStream();
        DeviceBuffer in = device.allocate(1024);
        DeviceBuffer out = device.allocate(1024)) {
      for (TensorRtContext context : List.of(first, second)) {
        context.shape("images", List.of(2L, 3L, 4L));
        context.place("images", in, 0);
        context.place("twice", out, 0);
        context.enqueue(stream);
      }
      stream.synchronise();
    } finally {
      delete(folder.resolve("timings-none"));
    }
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void assertNothingIsLeft(String where) {
    assertThat(standIn.gpu.complaints()).as(where).isEmpty();
    assertThat(standIn.gpu.living()).as(where).isEmpty();
    assertThat(standIn.ledger.snapshot()).as(where).isEmpty();
  }
}
