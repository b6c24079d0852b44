package io.affut.engine.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.affut.bindings.cuda.CudaException;
import io.affut.bindings.tensorrt.TensorRtContext;
import io.affut.bindings.tensorrt.TensorRtEngine;
import io.affut.bindings.tensorrt.TensorRtException;
import io.affut.engine.FixtureModels;
import io.affut.engine.RealParts;
import io.affut.engine.model.About;
import io.affut.engine.model.BirdHeadManifest;
import io.affut.engine.model.ClassifierManifest;
import io.affut.engine.model.DetectorManifest;
import io.affut.engine.model.Model;
import io.affut.engine.model.ModelException;
import io.affut.engine.model.Precision;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// How networks are computed in batches on a GPU, over the stand-ins.
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class TensorRtBackendTest {
  private static final int WIDTH = 64;
  private static final int HEIGHT = 64;
  private static final long MEGABYTE = 1 << 20;

  @TempDir private static Path store;
  private static Model<DetectorManifest> yolo;
  private static Model<ClassifierManifest> classifier;
  private static Model<BirdHeadManifest> birds;

  @TempDir private Path engines;
  private TensorRtUnderTest gpu;

  @BeforeAll
  static void getModels() {
    FixtureModels models = new FixtureModels(store);
    yolo = models.detector();
    classifier = models.classifier();
    birds = models.birdHead();
  }

  @BeforeEach
  void open() throws Exception {
    gpu = new TensorRtUnderTest(engines);
  }

  @AfterEach
  void everythingIsGivenBackAndNothingWasWrong() {
    if (gpu == null) {
      return; // what it needs is not here, so it was skipped
    }
    gpu.close();
    assertThat(gpu.left()).isEmpty();
  }

  private static NetworkSettings settings(Precision precision, boolean manyPictures) {
    return new NetworkSettings("cuda:0", precision, 2, manyPictures);
  }

  private Network load() {
    return gpu.load(yolo, settings(Precision.F32, true), WIDTH, HEIGHT);
  }

  private static byte[] noise(int seed, int width, int height) {
    byte[] rgb = new byte[3 * width * height];
    new Random(seed).nextBytes(rgb);
    return rgb;
  }

  private static float[] compute(Slot slot, BackendUnderTest.Writer writer, int seed) {
    writer.show(slot.input(), noise(seed, WIDTH, HEIGHT));
    slot.start();
    slot.await();
    return slot.outputs().getFirst().toArray(ValueLayout.JAVA_FLOAT);
  }

  @Test
  void whatWasStartedMeanwhileIsComputedTogether() {
    try (Network network = load();
        BackendUnderTest.Writer writer = gpu.newWriter()) {
      assertThat(network.slots()).as("three for each of eight").hasSize(24);
      List<Slot> slots = network.slots();
      for (int round = 0; round < 4; round++) {
        for (Slot slot : slots) {
          writer.show(slot.input(), noise(1, WIDTH, HEIGHT));
        }
        slots.forEach(Slot::start);
        slots.forEach(Slot::await);
      }
      assertThat(gpu.tensorRt.most()).isBetween(2, 8);
    }
  }

  @Test
  void theDefaultNetworkIsComputedInBatchesAndEachPictureAsItIsAlone() {
    int side = 512;
    try (Network network =
            gpu.load(RealParts.defaultModel(), settings(Precision.F32, true), side, side);
        BackendUnderTest.Writer writer = gpu.newWriter()) {
      Slot first = network.slots().getFirst();
      List<float[]> alone = new ArrayList<>();
      for (int seed = 0; seed < 2; seed++) {
        writer.show(first.input(), noise(seed, side, side));
        first.start();
        first.await();
        alone.add(first.outputs().getFirst().toArray(ValueLayout.JAVA_FLOAT));
      }
      // Two runners take one each at least, and one of them all that is left.
      List<Slot> slots = network.slots().subList(0, 6);
      for (int i = 0; i < slots.size(); i++) {
        writer.show(slots.get(i).input(), noise(i % 2, side, side));
      }
      slots.forEach(Slot::start);
      slots.forEach(Slot::await);
      assertThat(gpu.tensorRt.most()).isGreaterThan(1);
      for (int i = 0; i < slots.size(); i++) {
        float[] found = slots.get(i).outputs().getFirst().toArray(ValueLayout.JAVA_FLOAT);
        assertThat(largestDifference(found, alone.get(i % 2))).isLessThan(1e-4);
      }
    }
    assertThat(gpu.progress).noneMatch(line -> line.contains("so it takes one"));
  }

  private static double largestDifference(float[] found, float[] wanted) {
    assertThat(found).hasSameSizeAs(wanted);
    double largest = 0;
    for (int i = 0; i < found.length; i++) {
      largest =
          Math.max(largest, Math.abs(found[i] - wanted[i]) / Math.max(1, Math.abs(wanted[i])));
    }
    return largest;
  }

  @Test
  void whereASinglePictureCountsNoneWaitsForAnother() {
    try (Network network = gpu.load(yolo, settings(Precision.F32, false), WIDTH, HEIGHT);
        BackendUnderTest.Writer writer = gpu.newWriter()) {
      compute(network.slots().getFirst(), writer, 1);
      assertThat(network.slots()).hasSize(8);
      assertThat(gpu.tensorRt.most()).isEqualTo(1);
    }
  }

  @Test
  void theInputSaysWhatTheNetworkWants() {
    try (Network network = load()) {
      if (!(network.slots().getFirst().input() instanceof SlotInput.Device(var place, _))) {
        throw new AssertionError("not on the GPU");
      }
      assertThat(place.width()).isEqualTo(WIDTH);
      assertThat(place.height()).isEqualTo(HEIGHT);
      assertThat(place.format().planar()).isTrue();
      assertThat(place.format().reversed()).isFalse();
      assertThat(place.format().deviation()).isEqualTo(yolo.manifest().input().deviation());
    }
  }

  @Test
  void halfPrecisionIsForThoseWhoAskForIt() {
    for (Precision precision : Precision.values()) {
      try (Network network = gpu.load(yolo, settings(precision, false), WIDTH, HEIGHT)) {
        assertThat(network.precision())
            .as("asked for %s", precision)
            .isEqualTo(precision == Precision.F16 ? "f16" : "f32");
      }
    }
    assertThat(gpu.tensorRt.builds()).as("bf16 is computed as f32").isEqualTo(2);
  }

  @Test
  void anEngineThatGivesHalvesIsReadAsFloats() {
    float[] wanted;
    try (Network network = load();
        BackendUnderTest.Writer writer = gpu.newWriter()) {
      wanted = compute(network.slots().getFirst(), writer, 3);
    }
    gpu.tensorRt.exchangeHalves();
    try (Network network = gpu.load(yolo, settings(Precision.F16, true), WIDTH, HEIGHT);
        BackendUnderTest.Writer writer = gpu.newWriter()) {
      Slot slot = network.slots().getFirst();
      for (int i = 0; i < 2; i++) {
        float[] found = compute(slot, writer, 3);
        assertThat(found).hasSameSizeAs(wanted);
        for (int k = 0; k < found.length; k++) {
          assertThat(found[k])
              .isCloseTo(
                  wanted[k],
                  org.assertj.core.api.Assertions.within(0.05f + Math.abs(wanted[k]) / 100));
        }
      }
    }
  }

  @Test
  void embeddingsInHalvesGoToABirdHeadThatReadsHalves() {
    gpu.tensorRt.exchangeHalves();
    try (CropNetwork network =
            gpu.load(classifier, Optional.of(birds), settings(Precision.F16, true), 2);
        BackendUnderTest.Writer writer = gpu.newWriter()) {
      CropBatch batch = network.batches().getFirst();
      writer.show(batch.input(0), noise(1, network.size(), network.size()));
      batch.compute(1);
      assertThat(batch.logits(0).classes()).hasSize(38).doesNotContain(Float.NaN);
      assertThat(batch.logits(0).birds()).hasSize(8).doesNotContain(Float.NaN);
      assertThat(network.precision()).isEqualTo("f16");
    }
  }

  /// A detector would find nothing in them, and the picture would count as empty.
  @Test
  void answersThatAreNoNumbersAreAFailure() {
    try (Network network = load();
        CropNetwork crops =
            gpu.load(classifier, Optional.of(birds), settings(Precision.F16, true), 2);
        BackendUnderTest.Writer writer = gpu.newWriter()) {
      Slot slot = network.slots().getFirst();
      CropBatch batch = crops.batches().getFirst();
      writer.show(batch.input(0), noise(1, crops.size(), crops.size()));
      gpu.tensorRt.overflow(true);
      assertThatIllegalStateException()
          .isThrownBy(() -> compute(slot, writer, 1))
          .withMessageContaining("--precision f32");
      slot.await();
      assertThatIllegalStateException().isThrownBy(slot::outputs);
      assertThatIllegalStateException().isThrownBy(() -> batch.compute(1));
      gpu.tensorRt.overflow(false);
      compute(slot, writer, 1);
      batch.compute(1);
    }
  }

  /// TensorRT arranges itself anew for each number.
  @Test
  void onlyFewNumbersOfPicturesAreComputedAtATime() {
    try (CropNetwork crops =
            gpu.load(classifier, Optional.empty(), settings(Precision.F32, true), 6);
        BackendUnderTest.Writer writer = gpu.newWriter()) {
      CropBatch batch = crops.batches().getFirst();
      for (int i = 0; i < 6; i++) {
        writer.show(batch.input(i), noise(i, crops.size(), crops.size()));
      }
      for (int inputs = 1; inputs <= 6; inputs++) {
        batch.compute(inputs);
      }
      assertThat(gpu.tensorRt.computed()).containsExactlyInAnyOrder(1, 2, 4, 6);
    }
  }

  @Test
  void aNetworkThatRefusesBatchesIsComputedOneByOne() {
    gpu.tensorRt.refuseBatches(
        new TensorRtException("buildSerializedNetwork", "Reshape_7: volume mismatch"));
    try (Network network = load();
        BackendUnderTest.Writer writer = gpu.newWriter()) {
      assertThat(network.slots()).hasSize(8);
      compute(network.slots().getFirst(), writer, 1);
    }
    assertThat(gpu.tensorRt.most()).isEqualTo(1);
    assertThat(gpu.progress)
        .contains(
            "TensorRT cannot compute several pictures at a time with yolov8n-random, so it takes one: TensorRT's buildSerializedNetwork failed: Reshape_7: volume mismatch.");
  }

  /// Otherwise an engine that is refused would be built at each start.
  @Test
  void thatANetworkIsComputedOneByOneIsNoted() {
    gpu.tensorRt.refuseBatches(new TensorRtException("buildSerializedNetwork", "no batch"));
    for (int start = 0; start < 2; start++) {
      load().close();
      assertThat(gpu.tensorRt.builds()).as("one refused, one made").isEqualTo(2);
    }
    assertThat(gpu.progress)
        .filteredOn(line ->
            line.endsWith("so it takes one: TensorRT's buildSerializedNetwork failed: no batch."))
        .as("and said each time")
        .hasSize(2);
  }

  @Test
  void whatIsRefusedAltogetherIsNotNotedAsOneByOne() {
    gpu.tensorRt.refuseAll(new TensorRtException("createInferBuilder", "no resource"));
    for (int start = 1; start <= 2; start++) {
      assertThatExceptionOfType(ModelException.class)
          .isThrownBy(this::load)
          .withMessageEndingWith("TensorRT's createInferBuilder failed: no resource");
      assertThat(gpu.tensorRt.builds()).isEqualTo(2 * start);
    }
  }

  @Test
  void aNetworkThatIsRefusedAltogetherIsRefusedInASentence() {
    About about = yolo.manifest().about();
    DetectorManifest other =
        yolo.manifest()
            .with(
                new About(
                    about.id(),
                    about.description(),
                    new About.NetworkFile("manifest.toml", "unknown"),
                    List.of(),
                    about.licence(),
                    about.source(),
                    about.notice(),
                    about.origin()));
    assertThatExceptionOfType(ModelException.class)
        .isThrownBy(() ->
            gpu.load(
                new Model<>(other, yolo.folder()), settings(Precision.F32, true), WIDTH, HEIGHT))
        .withMessageStartingWith(
            "TensorRT cannot use the model yolov8n-random: TensorRT's buildSerializedNetwork failed: ");
  }

  @Test
  void aNetworkInTheFormatOfOpenVinoIsNotTried() {
    About about = yolo.manifest().about();
    DetectorManifest other =
        yolo.manifest()
            .with(about.with("intel", List.of(new About.NetworkFile("model.xml", "unknown"))));
    assertThatExceptionOfType(ModelException.class)
        .isThrownBy(() ->
            gpu.load(
                new Model<>(other, yolo.folder()), settings(Precision.F32, true), WIDTH, HEIGHT))
        .withMessage(
            "TensorRT cannot use the model intel: it is in OpenVINO's format, and TensorRT reads ONNX");
    assertThat(gpu.tensorRt.builds()).isZero();
  }

  /// The GPU has a gigabyte.
  @Test
  void whereTheMemoryDoesNotSufficeTheBatchIsHalved() {
    gpu.tensorRt.memoryOfAContext(100 * MEGABYTE);
    try (Network network = load();
        BackendUnderTest.Writer writer = gpu.newWriter()) {
      assertThat(network.slots()).as("three for each of four").hasSize(12);
      compute(network.slots().getLast(), writer, 1);
    }
    assertThat(gpu.progress)
        .contains(
            "The memory of cuda:0 (Stand-in GPU 0) does not suffice for 8 pictures at a time with yolov8n-random, so 4 are tried.")
        .noneMatch(line -> line.contains("so 2 are tried"));
  }

  @Test
  void theBatchOfAClassifierIsHalvedToo() {
    gpu.tensorRt.memoryOfAContext(20 * MEGABYTE);
    try (CropNetwork network =
        gpu.load(classifier, Optional.of(birds), settings(Precision.F32, true), 32)) {
      assertThat(network.batches())
          .hasSize(2)
          .allSatisfy(batch -> assertThat(batch.capacity()).isEqualTo(8));
    }
  }

  @Test
  void whereNotEvenOnePictureHasRoomThatIsSaid() {
    gpu.tensorRt.memoryOfAContext(2000 * MEGABYTE);
    assertThatExceptionOfType(ModelException.class)
        .isThrownBy(this::load)
        .withMessage(
            "The memory of cuda:0 (Stand-in GPU 0) does not suffice for the model yolov8n-random: TensorRT's createExecutionContext failed: out of memory");
    assertThat(gpu.progress).anyMatch(line -> line.endsWith("so 1 are tried."));
  }

  @Test
  void aContextThatFailsForAnotherReasonIsNotTriedAgain() {
    gpu.tensorRt.failNextContext(new TensorRtException("createExecutionContext", "no kernel"));
    assertThatExceptionOfType(ModelException.class)
        .isThrownBy(this::load)
        .withMessageEndingWith("TensorRT's createExecutionContext failed: no kernel");
    assertThat(gpu.tensorRt.builds()).isEqualTo(1);
  }

  @Test
  void aBatchThatFailsIsToldToItsSlotsAndTheNextOneIsComputed() {
    try (Network network = load();
        BackendUnderTest.Writer writer = gpu.newWriter()) {
      Slot slot = network.slots().getFirst();
      float[] before = compute(slot, writer, 5);
      writer.show(slot.input(), noise(5, WIDTH, HEIGHT));
      gpu.gpu.fail(gpu.gpu.calls() + 1, 999);
      slot.start();
      for (int i = 0; i < 2; i++) {
        assertThatExceptionOfType(CudaException.class)
            .isThrownBy(slot::await)
            .satisfies(e -> assertThat(e.status()).isEqualTo(999));
      }
      assertThat(compute(slot, writer, 5)).containsExactly(before);
    }
  }

  @Test
  void onALostGpuNobodyWaits() {
    List<Slot> slots = new ArrayList<>();
    try (BackendUnderTest.Writer writer = gpu.newWriter()) {
      Network network = load();
      slots.addAll(network.slots());
      for (Slot slot : slots) {
        writer.show(slot.input(), noise(1, WIDTH, HEIGHT));
      }
      gpu.gpu.failForGood(gpu.gpu.calls() + 1, 700);
      List<Slot> started = new ArrayList<>();
      for (Slot slot : slots) {
        try {
          slot.start();
          started.add(slot);
        } catch (CudaException e) {
          assertThat(e.status()).isEqualTo(700);
        }
      }
      assertThat(started).isNotEmpty();
      for (Slot slot : started) {
        assertThatExceptionOfType(CudaException.class).isThrownBy(slot::await);
      }
      Slot first = slots.getFirst();
      assertThatExceptionOfType(CudaException.class).isThrownBy(first::start);
      assertThatExceptionOfType(CudaException.class).isThrownBy(first::await);
      assertThatExceptionOfType(CudaException.class).isThrownBy(network::close);
      network.close();
    } catch (CudaException e) {
      assertThat(e.status()).as("of the writer, which is as lost").isEqualTo(700);
    }
  }

  /// Whoever decides what to do next asks CUDA's error, not TensorRT's.
  @Test
  void aGpuThatIsLostInsideTensorRtIsLost() {
    try (BackendUnderTest.Writer writer = gpu.newWriter()) {
      Network network = load();
      Slot slot = network.slots().getFirst();
      writer.show(slot.input(), noise(1, WIDTH, HEIGHT));
      int calls = gpu.gpu.calls();
      slot.start();
      slot.await();
      int inside = calls + 1;
      while (!gpu.gpu.call(inside).equals("cudaStreamSynchronize")) {
        inside++; // the first is the stand-in's own
      }
      writer.show(slot.input(), noise(1, WIDTH, HEIGHT));
      gpu.gpu.failForGood(gpu.gpu.calls() + inside - calls, 700);
      slot.start();
      assertThatExceptionOfType(CudaException.class)
          .isThrownBy(slot::await)
          .satisfies(e -> assertThat(e.status()).isEqualTo(700))
          .havingCause()
          .satisfies(e ->
              assertThat(e.getSuppressed()).singleElement().isInstanceOf(TensorRtException.class));
      assertThatExceptionOfType(CudaException.class).isThrownBy(network::close);
    } catch (CudaException e) {
      assertThat(e.status()).as("of the writer, which is as lost").isEqualTo(700);
    }
  }

  @Test
  void aSlotIsStartedOnceAndThenWaitedFor() {
    try (Network network = load();
        BackendUnderTest.Writer writer = gpu.newWriter()) {
      Slot slot = network.slots().getFirst();
      assertThatIllegalStateException()
          .isThrownBy(slot::await)
          .withMessage("the infer request was not started");
      compute(slot, writer, 1);
    }
  }

  /// A kernel that was never queued would leave the picture before this one there.
  @Test
  void aPictureThatWasNeverWrittenIsAFailure() {
    try (Network network = load()) {
      Slot slot = network.slots().getFirst();
      slot.start();
      assertThatIllegalStateException()
          .isThrownBy(slot::await)
          .withMessageContaining("was not recorded yet");
    }
  }

  @Test
  void anInterruptDoesNotEndTheWaitAndIsKept() {
    try (Network network = load();
        BackendUnderTest.Writer writer = gpu.newWriter()) {
      Slot slot = network.slots().getFirst();
      writer.show(slot.input(), noise(1, WIDTH, HEIGHT));
      slot.start();
      Thread.currentThread().interrupt();
      slot.await();
      assertThat(Thread.interrupted()).isTrue();
      assertThat(slot.outputs().getFirst().toArray(ValueLayout.JAVA_FLOAT))
          .doesNotContain(Float.NaN);
    }
  }

  @Test
  void whatWasStartedIsComputedBeforeANetworkEnds() {
    try (BackendUnderTest.Writer writer = gpu.newWriter()) {
      Network network = load();
      Slot slot = network.slots().getFirst();
      writer.show(slot.input(), noise(1, WIDTH, HEIGHT));
      slot.start();
      network.close();
      slot.await();
    }
  }

  @Test
  void afterTheBackendIsClosedNothingIsLoaded() {
    gpu.backend().close();
    assertThatIllegalStateException()
        .isThrownBy(this::load)
        .withMessage("the backend for cuda:0 (Stand-in GPU 0) is closed");
  }

  @Test
  void cropsThatFailAreToldAndTheNextAreComputed() {
    try (CropNetwork network =
            gpu.load(classifier, Optional.of(birds), settings(Precision.F32, true), 2);
        BackendUnderTest.Writer writer = gpu.newWriter()) {
      CropBatch batch = network.batches().getFirst();
      byte[] crop = noise(1, network.size(), network.size());
      writer.show(batch.input(0), crop);
      gpu.gpu.fail(gpu.gpu.calls() + 1, 999);
      assertThatExceptionOfType(CudaException.class).isThrownBy(() -> batch.compute(1));
      writer.show(batch.input(0), crop);
      batch.compute(2); // the second was never written, which is nobody's loss
      assertThat(batch.logits(0).classes()).doesNotContain(Float.NaN);
    }
  }

  @Test
  void valuesThatAreNoFloatsAreNamed() {
    assertThatIllegalArgumentException()
        .isThrownBy(() ->
            EnginePorts.named(
                engine(
                    new TensorRtEngine.Tensor("x", true, TensorRtEngine.Element.I64, List.of(1L))),
                "x",
                List.of()))
        .withMessage("its input x has values of the type I64, and they have to be F32 or F16");
    TensorRtEngine.Tensor input =
        new TensorRtEngine.Tensor("x", true, TensorRtEngine.Element.F32, List.of(1L));
    TensorRtEngine.Tensor numbers =
        new TensorRtEngine.Tensor("n", false, TensorRtEngine.Element.I32, List.of(1L));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> EnginePorts.named(engine(input, numbers), "x", List.of("n")))
        .withMessage("its output n has values of the type I32, and they have to be F32 or F16");
    assertThat(EnginePorts.named(engine(input, numbers), "x", List.of()).all())
        .as("what is not read may be anything")
        .containsExactly(numbers);
    assertThatIllegalArgumentException()
        .isThrownBy(() ->
            EnginePorts.named(
                engine(
                    input,
                    new TensorRtEngine.Tensor("y", true, TensorRtEngine.Element.F32, List.of(1L))),
                "x",
                List.of()))
        .withMessage("it has more inputs than x: x, y");
  }

  /// A shape that was fixed inside the network would give every picture the outputs of the first.
  @Test
  void outputsOfOnePictureAreToldFromThoseOfABatch() {
    NetworkPorts network = NetworkPorts.of(yolo.manifest(), WIDTH, HEIGHT).upTo(8);
    assertThat(EnginePorts.isForOneOnly(yoloThatGives(1L, 7L, 84L), network)).isTrue();
    assertThat(EnginePorts.isForOneOnly(yoloThatGives(-1L, 7L, 84L), network)).isFalse();
    assertThat(EnginePorts.isForOneOnly(yoloThatGives(1L, 8L, 84L), network))
        .as("which is wrong altogether")
        .isFalse();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> EnginePorts.of(yoloThatGives(8L, 7L, 84L), network))
        .withMessage(
            "its output output0 has the shape {8,7,84}, and what its manifest says makes [7, 84]");
  }

  private static TensorRtEngine yoloThatGives(Long... extents) {
    return engine(
        new TensorRtEngine.Tensor(
            "images", true, TensorRtEngine.Element.F32, List.of(-1L, 3L, 64L, 64L)),
        new TensorRtEngine.Tensor("output0", false, TensorRtEngine.Element.F32, List.of(extents)));
  }

  private static TensorRtEngine engine(TensorRtEngine.Tensor... tensors) {
    return new TensorRtEngine() {
      @Override
      public List<Tensor> tensors() {
        return List.of(tensors);
      }

      @Override
      public TensorRtContext newContext() {
        throw new AssertionError("nothing is computed");
      }

      @Override
      public void close() {}
    };
  }

  /// The memory of outputs that are gone is not read.
  @Test
  void outputsOfAClosedNetworkAreDead() {
    MemorySegment output;
    try (Network network = load()) {
      output = network.slots().getFirst().outputs().getFirst();
      assertThat(output.scope().isAlive()).isTrue();
    }
    assertThat(output.scope().isAlive()).isFalse();
  }
}
