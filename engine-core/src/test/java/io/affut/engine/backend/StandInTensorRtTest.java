package io.affut.engine.backend;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.affut.bindings.cuda.CudaStream;
import io.affut.bindings.cuda.DeviceBuffer;
import io.affut.bindings.cuda.PinnedBuffer;
import io.affut.bindings.tensorrt.PlanRequest;
import io.affut.bindings.tensorrt.TensorRtContext;
import io.affut.bindings.tensorrt.TensorRtEngine;
import io.affut.bindings.tensorrt.TensorRtException;
import io.affut.engine.install.ModelInstaller;
import io.affut.engine.install.ModelSettings;
import io.affut.engine.model.BirdHeadManifest;
import io.affut.engine.model.Model;
import io.affut.engine.model.ModelStore;
import io.affut.testing.Fixtures;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The stand-in for TensorRT says what is done wrong, or tests over it would show nothing.
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class StandInTensorRtTest {
  private static final long LENGTH = 64;
  private static final long CLASSES = 8;

  @TempDir private Path folder;
  private TensorRtUnderTest gpu;
  private BirdHeadManifest manifest;
  private Path plan;
  private TensorRtEngine engine;
  private CudaStream stream;
  private DeviceBuffer input;
  private DeviceBuffer output;
  private PinnedBuffer host;

  @BeforeEach
  void prepare() throws Exception {
    gpu = new TensorRtUnderTest(folder.resolve("engines"));
    Model<BirdHeadManifest> birds =
        new ModelInstaller(new ModelStore(folder), line -> {})
            .add(
                Fixtures.at("checkpoints/bird-head-tiny-random.pt"),
                Optional.empty(),
                ModelSettings.parse(List.of()))
            .as(BirdHeadManifest.class);
    manifest = birds.manifest();
    plan = folder.resolve("birds.engine");
    gpu.tensorRt.build(
        new PlanRequest(
            gpu.cuda(),
            birds.network(),
            false,
            List.of(
                new PlanRequest.InputShape(
                    manifest.input(),
                    List.of(1L, LENGTH),
                    List.of(4L, LENGTH),
                    List.of(4L, LENGTH))),
            Optional.empty()),
        plan,
        line -> {});
    engine = gpu.tensorRt.load(gpu.cuda(), plan);
    stream = gpu.cuda().newStream();
    input = gpu.cuda().allocate(4 * LENGTH * 4);
    output = gpu.cuda().allocate(4 * CLASSES * 4);
    host = gpu.cuda().allocatePinned(4 * LENGTH * 4);
  }

  @AfterEach
  void giveBack() {
    if (engine == null) {
      return; // what it needs is not here, so it was skipped
    }
    engine.close();
    host.close();
    output.close();
    input.close();
    stream.close();
    gpu.tensorRt.close();
    assertThat(gpu.tensorRt.living()).isEmpty();
    assertThat(gpu.gpu.living()).isEmpty();
  }

  private void placeAll(TensorRtContext context) {
    context.shape(manifest.input(), List.of(2L, LENGTH));
    context.place(manifest.input(), input, 0);
    context.place(manifest.logits(), output, 0);
  }

  private void complained(String text) {
    assertThat(gpu.tensorRt.complaints()).anyMatch(line -> line.contains(text));
  }

  @Test
  void theEngineSaysWhatGoesInAndOut() {
    assertThat(engine.tensors())
        .containsExactlyInAnyOrder(
            new TensorRtEngine.Tensor(
                manifest.input(), true, TensorRtEngine.Element.F32, List.of(-1L, LENGTH)),
            new TensorRtEngine.Tensor(
                manifest.logits(), false, TensorRtEngine.Element.F32, List.of(-1L, CLASSES)));
  }

  @Test
  void resultsAreOnTheGpuNoSoonerThanTheStreamComesToThem() {
    try (TensorRtContext context = engine.newContext()) {
      placeAll(context);
      assertThat(context.shape(manifest.logits())).containsExactly(2L, CLASSES);
      for (int i = 0; i < 4 * LENGTH; i++) {
        host.memory().setAtIndex(JAVA_FLOAT, i, i / 100f);
      }
      stream.fill(output, 0, output.bytes(), 0);
      stream.copyToDevice(host, 0, input, 0, input.bytes());
      context.enqueue(stream);
      try (PinnedBuffer result = gpu.cuda().allocatePinned(output.bytes())) {
        result.memory().fill((byte) 0);
        stream.copyToHost(output, 0, result, 0, output.bytes());
        assertThat(result.memory().toArray(JAVA_FLOAT)).containsOnly(0f);
        stream.synchronise();
        float[] found = result.memory().toArray(JAVA_FLOAT);
        assertThat(found[0]).isNotZero();
        assertThat(found[(int) CLASSES]).isNotZero().isNotEqualTo(found[0]);
        assertThat(found[(int) (2 * CLASSES)]).as("of two").isZero();
      }
    }
    assertThat(gpu.tensorRt.complaints()).isEmpty();
    assertThat(gpu.gpu.complaints()).isEmpty();
  }

  @Test
  void aStreamThatDoesNotWaitForTheInputIsNoticed() {
    try (TensorRtContext context = engine.newContext();
        CudaStream other = gpu.cuda().newStream()) {
      placeAll(context);
      other.fill(input, 0, input.bytes(), 0);
      context.enqueue(stream);
      stream.synchronise();
    }
    assertThat(gpu.gpu.complaints()).contains("does not wait for another one");
  }

  @Test
  void shapesThatTheEngineWasNotMadeForAreRefused() {
    try (TensorRtContext context = engine.newContext()) {
      for (List<Long> wrong :
          List.of(List.of(5L, LENGTH), List.of(0L, LENGTH), List.of(1L, 1L), List.of(LENGTH))) {
        assertThatExceptionOfType(TensorRtException.class)
            .isThrownBy(() -> context.shape(manifest.input(), wrong));
        complained("does not take " + wrong);
      }
    }
  }

  @Test
  void aRunWithoutAllAddressesIsRefused() {
    try (TensorRtContext context = engine.newContext()) {
      context.shape(manifest.input(), List.of(2L, LENGTH));
      context.place(manifest.input(), input, 0);
      assertThatExceptionOfType(TensorRtException.class).isThrownBy(() -> context.enqueue(stream));
      complained(manifest.logits() + " was not placed");
    }
  }

  @Test
  void placesThatAreTooSmallOrNotAlignedAreRefused() {
    try (TensorRtContext context = engine.newContext();
        DeviceBuffer small = gpu.cuda().allocate(10)) {
      placeAll(context);
      assertThatExceptionOfType(TensorRtException.class)
          .isThrownBy(() -> context.place(manifest.logits(), output, 16));
      complained("was placed at 16");
      context.place(manifest.logits(), small, 0);
      assertThatExceptionOfType(TensorRtException.class).isThrownBy(() -> context.enqueue(stream));
      complained("is larger than the buffer of 10 bytes");
      assertThatExceptionOfType(TensorRtException.class)
          .isThrownBy(() -> context.place("nothing", output, 0));
      complained("there is no tensor nothing");
    }
  }

  @Test
  void useAfterCloseAndClosingInTheWrongOrderAreNoticed() {
    TensorRtContext context = engine.newContext();
    engine.close();
    complained("an engine was closed before its contexts");
    assertThatIllegalStateException().isThrownBy(engine::newContext);
    complained("an engine was used after it was closed");
    context.close();
    context.close();
    assertThatIllegalStateException().isThrownBy(() -> context.enqueue(stream));
    complained("a context was used after it was closed");
  }

  @Test
  void closingAContextThatStillComputesIsNoticed() {
    TensorRtContext context = engine.newContext();
    placeAll(context);
    stream.fill(input, 0, input.bytes(), 0);
    context.enqueue(stream);
    context.close();
    complained("a context was closed while it computed");
  }

  @Test
  void aSecondStreamBeforeTheFirstIsDoneIsNoticed() {
    try (TensorRtContext context = engine.newContext();
        CudaStream other = gpu.cuda().newStream()) {
      placeAll(context);
      stream.fill(input, 0, input.bytes(), 0);
      context.enqueue(stream);
      context.enqueue(other);
      complained("a run was queued on another stream while one was not done");
      other.synchronise();
      stream.synchronise();
    }
  }

  @Test
  void aPlanOfAnotherVersionOrThatIsDamagedDoesNotLoad() throws Exception {
    gpu.tensorRt.upgrade("10.16.0");
    assertThatExceptionOfType(TensorRtException.class)
        .isThrownBy(() -> gpu.tensorRt.load(gpu.cuda(), plan))
        .withMessageContaining("deserializeCudaEngine");
    Files.writeString(plan, "no plan");
    assertThatExceptionOfType(TensorRtException.class)
        .isThrownBy(() -> gpu.tensorRt.load(gpu.cuda(), plan));
    Files.delete(plan);
    assertThatExceptionOfType(TensorRtException.class)
        .isThrownBy(() -> gpu.tensorRt.load(gpu.cuda(), plan));
  }
}
