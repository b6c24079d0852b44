package io.affut.bindings.tensorrt;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.affut.bindings.cuda.CudaDevice;
import io.affut.bindings.cuda.CudaStream;
import io.affut.bindings.cuda.DeviceBuffer;
import io.affut.bindings.cuda.PinnedBuffer;
import io.affut.bindings.tensorrt.PlanRequest.InputShape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Building, loading and computing by way of the preset's own machine code, over a stand-in for
/// TensorRT that is stricter than TensorRT.
class TensorRtWorkTest {
  private static final InputShape BATCHES =
      new InputShape("images", List.of(1L, 3L, 4L), List.of(8L, 3L, 4L), List.of(8L, 3L, 4L));
  private static final InputShape ONE =
      new InputShape("images", List.of(1L, 3L, 4L), List.of(1L, 3L, 4L), List.of(1L, 3L, 4L));

  @TempDir Path folder;
  private StandInTensorRt standIn;
  private TensorRt tensorRt;
  private CudaDevice device;
  private Path network;
  private Path plan;
  private final List<String> progress = new ArrayList<>();

  @BeforeEach
  void prepare() throws Exception {
    standIn = StandInTensorRt.fresh();
    tensorRt = standIn.open();
    device = standIn.device();
    network = Files.writeString(folder.resolve("network.onnx"), "images -1 3 4");
    plan = folder.resolve("network.plan");
  }

  @AfterEach
  void nothingIsLeftAndNothingWasWrong() {
    if (standIn == null) {
      return; // what it needs is not here, so it was skipped
    }
    assertThat(standIn.gpu.complaints()).isEmpty();
    assertThat(standIn.gpu.living()).isEmpty();
    assertThat(standIn.ledger.snapshot()).isEmpty();
  }

  @Test
  void knowsItsVersion() {
    assertThat(tensorRt.version()).isEqualTo("10.15.1");
  }

  @Test
  void buildsForARangeOfBatchesInHalfPrecision() throws IOException {
    tensorRt.build(request(true, BATCHES, Optional.empty()), plan, progress::add);

    assertThat(plan)
        .content()
        .startsWith("plan images 3 1 3 4 8 3 4 8 3 4 fp16=1 tf32=1 ")
        .endsWith(" device=0");
    assertThat(progress).hasSize(3).first().asString().contains("10.15.1", "network.onnx");
    assertThat(Files.list(folder)).containsExactlyInAnyOrder(network, plan);
  }

  /// Perhaps TensorRT looks for the kernels of this GPU, says that there are none, and takes those
  /// for all.
  @Test
  void aBuilderThatComesWithAnErrorIsUsedAndTheErrorSaid() throws IOException {
    standIn.nextBuilderComesWith(1);

    tensorRt.build(request(true, BATCHES, Optional.empty()), plan, progress::add);

    assertThat(plan).content().startsWith("plan images");
    assertThat(progress)
        .contains(
            "TensorRT made a builder and said: Unable to load library: libnvinfer_builder_resource_sm89.");
  }

  @Test
  void aBuilderThatIsNoneIsNotUsed() throws IOException {
    standIn.nextBuilderComesWith(2);

    assertThatExceptionOfType(TensorRtException.class)
        .isThrownBy(
            () -> tensorRt.build(request(true, BATCHES, Optional.empty()), plan, progress::add))
        .withMessage(
            "TensorRT's createInferBuilder failed: Unable to load library: libnvinfer_builder_resource_sm89");
    assertThat(plan).doesNotExist();
  }

  @Test
  void withoutHalfPrecisionAllIsComputedInWholeFloats() throws IOException {
    tensorRt.build(request(false, BATCHES, Optional.empty()), plan, progress::add);

    assertThat(plan).content().contains("fp16=0 tf32=0");
  }

  @Test
  void leavesHalfOfTheMemoryOfTheGpuAtLeast() throws IOException {
    tensorRt.build(request(true, BATCHES, Optional.empty()), plan, progress::add);

    assertThat(plan).content().contains("workspace=" + device.memory().free() / 2);
  }

  /// The stand-in refuses a profile where no extent differs, and the lack of one where some do.
  @Test
  void replacesTheExtentsOfTheNetwork() throws IOException {
    tensorRt.build(request(true, ONE, Optional.empty()), plan, progress::add);

    try (TensorRtEngine engine = tensorRt.load(device, plan)) {
      assertThat(engine.tensors().getFirst().extents()).containsExactly(1L, 3L, 4L);
    }
  }

  @Test
  void keepsWhatItMeasuredForTheNextBuild() throws IOException {
    Path timings = folder.resolve("timings");
    tensorRt.build(request(true, BATCHES, Optional.of(timings)), plan, progress::add);
    assertThat(plan).content().contains("timings=0");
    assertThat(timings).hasContent("timings 1");

    tensorRt.build(request(true, BATCHES, Optional.of(timings)), plan, progress::add);
    assertThat(plan).content().contains("timings=1");
    assertThat(timings).hasContent("timings 2");
  }

  @Test
  void doesWithoutTimingsThatAreDamaged() throws IOException {
    Path timings = Files.writeString(folder.resolve("timings"), "rubbish");
    tensorRt.build(request(true, BATCHES, Optional.of(timings)), plan, progress::add);

    assertThat(plan).content().contains("timings=0");
    assertThat(timings).hasContent("timings 1");
  }

  @Test
  void tellsWhatTheParserSaysOfANetworkThatItRefuses() throws IOException {
    Files.writeString(network, "");

    assertThatExceptionOfType(TensorRtException.class)
        .isThrownBy(() -> tensorRt.build(request(true, ONE, Optional.empty()), plan, progress::add))
        .withMessage(
            "TensorRT's parseFromFile failed: %s: this is no network (Mystery, node 7)"
                .formatted(network));
    assertThat(plan).doesNotExist();
  }

  @Test
  void tellsWhatTensorRtSaysOfAProfileThatItRefuses() {
    var shape =
        new InputShape("images", List.of(9L, 3L, 4L), List.of(8L, 3L, 4L), List.of(8L, 3L, 4L));

    assertThatExceptionOfType(TensorRtException.class)
        .isThrownBy(
            () -> tensorRt.build(request(true, shape, Optional.empty()), plan, progress::add))
        .withMessageContaining("buildSerializedNetwork failed")
        .withMessageEndingWith("the profile does not fit the network");
  }

  @Test
  void anInputWithoutAShapeIsAMistake() {
    assertThatIllegalArgumentException()
        .isThrownBy(() ->
            tensorRt.build(
                new PlanRequest(device, network, true, List.of(), Optional.empty()),
                plan,
                progress::add))
        .withMessageContaining("has an input images, whose shape is not given");
  }

  @Test
  void anEngineTellsItsTensors() {
    try (TensorRtEngine engine = engine()) {
      assertThat(engine.tensors())
          .containsExactly(
              new TensorRtEngine.Tensor(
                  "images", true, TensorRtEngine.Element.F32, List.of(-1L, 3L, 4L)),
              new TensorRtEngine.Tensor(
                  "twice", false, TensorRtEngine.Element.F32, List.of(-1L, 3L, 4L)));
    }
  }

  @Test
  void anEngineThatDoesNotLoadIsToldWithTheReason() throws IOException {
    Files.writeString(plan, "of yesterday");

    assertThatExceptionOfType(TensorRtException.class)
        .isThrownBy(() -> tensorRt.load(device, plan))
        .withMessageStartingWith("TensorRT's deserializeCudaEngine failed: ")
        .withMessageEndingWith("the engine is of another version");
  }

  /// Where CUDA does not work TensorRT gives a pointer to nothing; using it would end the process.
  @Test
  void aRuntimeThatComesWithAnErrorIsNotUsed() throws IOException {
    Files.writeString(plan, "plan");
    standIn.gpu.fail(standIn.gpu.calls() + 2, 35); // behind cudaSetDevice

    assertThatExceptionOfType(TensorRtException.class)
        .isThrownBy(() -> tensorRt.load(device, plan))
        .withMessageStartingWith("TensorRT's createInferRuntime failed: ")
        .withMessageEndingWith("CUDA initialization failure with error: 35");
  }

  @Test
  void computesInTheOrderOfTheStream() {
    try (TensorRtEngine engine = engine();
        TensorRtContext context = engine.newContext();
        CudaStream stream = device.newStream();
        PinnedBuffer host = device.allocatePinned(1024);
        DeviceBuffer in = device.allocate(1024);
        DeviceBuffer out = device.allocate(1024)) {
      for (int i = 0; i < 24; i++) {
        host.memory().setAtIndex(JAVA_FLOAT, i, i);
      }
      context.shape("images", List.of(2L, 3L, 4L));
      assertThat(context.shape("twice")).containsExactly(2L, 3L, 4L);
      context.place("images", in, 256);
      context.place("twice", out, 512);
      stream.copyToDevice(host, 0, in, 256, 96);
      context.enqueue(stream);
      stream.copyToHost(out, 512, host, 512, 96);
      stream.synchronise();

      for (int i = 0; i < 24; i++) {
        assertThat(host.memory().getAtIndex(JAVA_FLOAT, 128 + i)).isEqualTo(2f * i);
      }
    }
  }

  @Test
  void aShapeThatIsNotKnownYetIsToldSo() {
    try (TensorRtEngine engine = engine();
        TensorRtContext context = engine.newContext()) {
      assertThatExceptionOfType(TensorRtException.class)
          .isThrownBy(() -> context.shape("twice"))
          .withMessageContaining("getTensorShape failed: twice [-1, 3, 4]");
    }
  }

  @Test
  void aShapeOutsideTheProfileIsRefused() {
    try (TensorRtEngine engine = engine();
        TensorRtContext context = engine.newContext()) {
      assertThatExceptionOfType(TensorRtException.class)
          .isThrownBy(() -> context.shape("images", List.of(9L, 3L, 4L)))
          .withMessageStartingWith("TensorRT's setInputShape failed: images [9, 3, 4]: ")
          .withMessageEndingWith("the shape is outside the profile");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> context.shape("images", List.of(1L, 1L, 1L, 1L, 1L, 1L, 1L, 1L, 1L)));
    }
  }

  @Test
  void aPlaceHasToBeAlignedAndInTheBuffer() {
    try (TensorRtEngine engine = engine();
        TensorRtContext context = engine.newContext();
        DeviceBuffer buffer = device.allocate(1024)) {
      for (long offset : new long[] {-256, 4, 1024}) {
        assertThatIllegalArgumentException()
            .isThrownBy(() -> context.place("images", buffer, offset));
      }
      assertThatExceptionOfType(TensorRtException.class)
          .isThrownBy(() -> context.place("nothing", buffer, 0))
          .withMessageEndingWith("there is no such tensor");
    }
  }

  @Test
  void aRunWithoutPlacesIsRefused() {
    try (TensorRtEngine engine = engine();
        TensorRtContext context = engine.newContext();
        CudaStream stream = device.newStream()) {
      assertThatExceptionOfType(TensorRtException.class)
          .isThrownBy(() -> context.enqueue(stream))
          .withMessageEndingWith("not every tensor has a shape and a place");
    }
  }

  /// The stand-in complains when it is asked on another device than the thread's.
  @Test
  void computesOnTheDeviceOfTheEngineWhateverTheThreadDidBefore() {
    standIn.gpu.reset(2, 13010, 13010);
    List<CudaDevice> devices = standIn.cuda().devices();
    tensorRt.build(
        new PlanRequest(devices.get(1), network, true, List.of(BATCHES), Optional.empty()),
        plan,
        progress::add);
    try (TensorRtEngine engine = tensorRt.load(devices.get(1), plan);
        TensorRtContext context = engine.newContext();
        CudaStream stream = devices.get(1).newStream();
        CudaStream other = devices.get(0).newStream();
        DeviceBuffer buffer = devices.get(1).allocate(1024)) {
      assertThat(plan).content().endsWith("device=1");
      context.shape("images", List.of(1L, 3L, 4L));
      context.place("images", buffer, 0);
      context.place("twice", buffer, 512);
      devices.get(0).makeCurrent();
      context.enqueue(stream);
      stream.synchronise();

      assertThatIllegalArgumentException().isThrownBy(() -> context.enqueue(other));
      devices.get(0).makeCurrent(); // and it is deleted on the right one
    }
  }

  @Test
  void closingTwiceIsFineAndUseAfterwardsIsAMistake() {
    TensorRtEngine engine = engine();
    TensorRtContext context = engine.newContext();
    context.close();
    context.close();
    assertThatIllegalStateException()
        .isThrownBy(() -> context.shape("twice"))
        .withMessage("the IExecutionContext is closed");
    engine.close();
    engine.close();
    assertThatIllegalStateException().isThrownBy(engine::newContext);
  }

  /// The stand-in complains when an engine goes before its contexts, or a runtime before its
  /// engine.
  @Test
  void anEngineClosesTheContextsThatWereLeftOpen() {
    TensorRtEngine engine = engine();
    engine.newContext();
    TensorRtContext second = engine.newContext();
    engine.close();

    second.close();
    assertThat(destructors())
        .endsWith("~IExecutionContext", "~IExecutionContext", "~ICudaEngine", "~IRuntime");
  }

  @Test
  void aBuildGivesBackInTheOrderOfTensorRt() {
    engine().close();

    assertThat(destructors())
        .startsWith(
            "~IHostMemory",
            "~ITimingCache",
            "~IBuilderConfig",
            "~IParser",
            "~INetworkDefinition",
            "~IBuilder");
  }

  private List<String> destructors() {
    List<String> names = new ArrayList<>();
    for (int nth = 1; nth <= standIn.gpu.calls(); nth++) {
      names.add(standIn.gpu.call(nth));
    }
    return names.stream().filter(name -> name.startsWith("~")).toList();
  }

  private TensorRtEngine engine() {
    tensorRt.build(request(true, BATCHES, Optional.empty()), plan, progress::add);
    return tensorRt.load(device, plan);
  }

  private PlanRequest request(boolean half, InputShape shape, Optional<Path> timings) {
    return new PlanRequest(device, network, half, List.of(shape), timings);
  }
}
