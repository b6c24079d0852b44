package io.affut.bindings.openvino;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/// Running a compiled model.
interface RequestContract extends OpenVinoUnderTest {
  /// Enough that a run takes a few hundred milliseconds on one core of any machine.
  int LARGE = 1024;

  int RUNS = 5_000;

  /// After so many times [#RUNS] the compiler has seen all there is to see, also one that has had
  /// to wait for a processor.
  int MOST_ROUNDS = 40;

  private CompiledModel relu() {
    try (Model model = core().read(SmallModels.onnxRelu())) {
      return core().compile(model, "CPU", EXACT);
    }
  }

  private CompiledModel slow() {
    Map<String, String> onOneCore =
        Map.of("INFERENCE_PRECISION_HINT", "f32", "INFERENCE_NUM_THREADS", "1");
    try (Model model = core().read(SmallModels.power(6))) {
      return core().compile(model, "CPU", onOneCore);
    }
  }

  private Tensor zeros(Arena memory, int size) {
    MemorySegment data = memory.allocate((long) size * size * Float.BYTES, 64);
    return openVino().tensor(ElementType.F32, new long[] {size, size}, data);
  }

  @Test
  default void boundTensorsAreReadAndWrittenInPlaceRunAfterRun() {
    try (CompiledModel compiled = relu();
        InferRequest request = compiled.newRequest();
        Arena memory = Arena.ofConfined()) {
      MemorySegment in = memory.allocate(JAVA_FLOAT, 4);
      MemorySegment out = memory.allocate(JAVA_FLOAT, 4);
      try (Tensor input = openVino().tensor(ElementType.F32, new long[] {2, 2}, in);
          Tensor output = openVino().tensor(ElementType.F32, new long[] {2, 2}, out)) {
        request.setInput(0, input);
        request.setOutput(0, output);
      }
      for (int run = 1; run <= 3; run++) {
        MemorySegment.copy(new float[] {-run, run, -run, 2 * run}, 0, in, JAVA_FLOAT, 0, 4);
        request.infer();
        assertThat(out.toArray(JAVA_FLOAT)).containsExactly(0, run, 0, 2 * run);
      }
      try (Tensor view = request.output(0)) {
        assertThat(view.data().address()).isEqualTo(out.address());
      }
    }
  }

  @Test
  default void runsAsynchronously() {
    try (CompiledModel compiled = relu();
        InferRequest request = compiled.newRequest();
        Arena memory = Arena.ofConfined()) {
      MemorySegment in = memory.allocateFrom(JAVA_FLOAT, -1, 2, -3, 4);
      try (Tensor input = openVino().tensor(ElementType.F32, new long[] {2, 2}, in)) {
        request.setInput(0, input);
      }
      request.start();
      request.await();
      try (Tensor view = request.output(0)) {
        assertThat(view.data().toArray(JAVA_FLOAT)).containsExactly(0, 2, 0, 4);
      }
      request.start();
      assertThat(request.await(Duration.ofDays(1000))).isTrue();
      assertThat(request.await(Duration.ZERO)).isTrue();
      assertThatIllegalArgumentException().isThrownBy(() -> request.await(Duration.ofMillis(-1)));
    }
  }

  @Test
  default void aRunWithBoundTensorsAllocatesNothing() throws Exception {
    var allocated = new AllocatedBytes();
    try (CompiledModel compiled = relu();
        InferRequest request = compiled.newRequest();
        Arena memory = Arena.ofConfined();
        Tensor input = zeros(memory, 2);
        Tensor output = zeros(memory, 2)) {
      request.setInput(0, input);
      request.setOutput(0, output);
      long taken = Long.MAX_VALUE;
      for (int round = 0; round < MOST_ROUNDS && taken >= RUNS; round++) {
        Map<String, Long> live = ledger().snapshot();
        long before = allocated.now();
        runOften(request);
        taken = allocated.now() - before;
        assertThat(ledger().snapshot()).isEqualTo(live);
      }
      assertThat(taken).as("bytes; the measurement itself takes some").isLessThan(RUNS);
    }
  }

  private static void runOften(InferRequest request) {
    for (int run = 0; run < RUNS; run++) {
      request.infer();
      request.start();
      request.await();
    }
  }

  @Test
  default void aRunThatIsUnderWaySaysSo() {
    try (CompiledModel compiled = slow();
        InferRequest request = compiled.newRequest();
        Arena memory = Arena.ofConfined();
        Tensor input = zeros(memory, LARGE)) {
      request.setInput(0, input);
      request.start();
      assertThat(request.await(Duration.ZERO)).isFalse();
      assertThatExceptionOfType(OpenVinoException.class)
          .isThrownBy(() -> request.setInput(0, input))
          .satisfies(e -> assertThat(e.statusName()).isEqualTo("REQUEST_BUSY"));
      assertThatExceptionOfType(OpenVinoException.class)
          .isThrownBy(request::start)
          .satisfies(e -> assertThat(e.statusName()).isEqualTo("REQUEST_BUSY"));
      assertThatExceptionOfType(OpenVinoException.class)
          .isThrownBy(() -> request.output(0))
          .satisfies(e -> assertThat(e.statusName()).isEqualTo("REQUEST_BUSY"));
      request.await();
      try (Tensor output = request.output(0)) {
        assertThat(output.shape()).containsExactly(LARGE, LARGE);
      }
    }
  }

  @Test
  default void aCancelledRunSaysSoAndTheRequestRunsAgain() {
    try (CompiledModel compiled = slow();
        InferRequest request = compiled.newRequest();
        Arena memory = Arena.ofConfined();
        Tensor input = zeros(memory, LARGE)) {
      request.setInput(0, input);
      request.cancel();
      request.start();
      request.cancel();
      assertThatExceptionOfType(OpenVinoException.class)
          .isThrownBy(request::await)
          .satisfies(e -> assertThat(e.statusName()).isEqualTo("INFER_CANCELLED"));
      request.infer();
    }
  }

  @Test
  default void closingWaitsForARunThatWasStarted() {
    try (CompiledModel compiled = slow();
        Arena memory = Arena.ofConfined();
        Tensor input = zeros(memory, LARGE)) {
      InferRequest request = compiled.newRequest();
      request.setInput(0, input);
      request.start();
      request.close();
    }
  }

  @Test
  default void aTensorThatDoesNotFitIsAnErrorInTheLibrarysOwnWords() {
    try (CompiledModel compiled = relu();
        InferRequest request = compiled.newRequest();
        Arena memory = Arena.ofConfined();
        Tensor wrongShape = zeros(memory, 3);
        Tensor wrongType =
            openVino().tensor(ElementType.I32, new long[] {2, 2}, memory.allocate(16, 4))) {
      assertThatExceptionOfType(OpenVinoException.class)
          .isThrownBy(() -> request.setInput(0, wrongShape))
          .satisfies(
              e -> assertThat(e.function()).isEqualTo("ov_infer_request_set_input_tensor_by_index"))
          .satisfies(e -> assertThat(e.nativeText()).containsIgnoringCase("tensor"));
      assertThatExceptionOfType(OpenVinoException.class)
          .isThrownBy(() -> request.setOutput(0, wrongType))
          .satisfies(e -> assertThat(e.nativeText()).contains("f32"));
      assertThatIllegalArgumentException()
          .isThrownBy(() -> request.setInput(1, wrongShape))
          .withMessageContaining("no input 1");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> request.output(-1))
          .withMessageContaining("no output -1");
    }
  }

  @Test
  default void memoryThatIsGoneIsNoticedBeforeTheRun() {
    try (CompiledModel compiled = relu();
        InferRequest request = compiled.newRequest()) {
      try (Arena memory = Arena.ofConfined();
          Tensor input = zeros(memory, 2)) {
        request.setInput(0, input);
        request.infer();
      }
      assertThatIllegalStateException()
          .isThrownBy(request::infer)
          .withMessageContaining("input 0 of the infer request");
      assertThatIllegalStateException().isThrownBy(request::start);
      try (Arena memory = Arena.ofConfined();
          Tensor input = zeros(memory, 2);
          Tensor output = zeros(memory, 2)) {
        request.setInput(0, input);
        request.setOutput(0, output);
        request.infer();
      }
      try (Arena memory = Arena.ofConfined();
          Tensor input = zeros(memory, 2)) {
        request.setInput(0, input);
        assertThatIllegalStateException()
            .isThrownBy(request::infer)
            .withMessageContaining("output 0");
        assertThatIllegalStateException().isThrownBy(() -> request.output(0));
      }
    }
  }

  @Test
  default void anOutputOfItsOwnHasTheShapeOfTheLastRun() {
    try (Model model = core().read(SmallModels.scaling(), SmallModels.weights(1));
        CompiledModel compiled = core().compile(model, "CPU", EXACT);
        InferRequest request = compiled.newRequest();
        Arena memory = Arena.ofConfined()) {
      for (int height = 1; height <= 3; height++) {
        MemorySegment in = memory.allocate(JAVA_FLOAT, 3L * height * 2);
        long[] shape = {1, 3, height, 2};
        try (Tensor input = openVino().tensor(ElementType.F32, shape, in)) {
          request.setInput(0, input);
          request.infer();
        }
        try (Tensor output = request.output(0)) {
          assertThat(output.shape()).containsExactly(shape);
          assertThat(output.type()).isEqualTo(ElementType.F32);
          assertThat(output.data().byteSize()).isEqualTo(in.byteSize());
        }
      }
    }
  }

  @Test
  default void aViewOfAnOutputEndsWithItsTensor() {
    try (CompiledModel compiled = relu();
        InferRequest request = compiled.newRequest()) {
      Tensor view = request.output(0);
      MemorySegment data = view.data();
      view.close();
      view.close();
      assertThatIllegalStateException().isThrownBy(() -> data.get(JAVA_FLOAT, 0));
      assertThatIllegalStateException()
          .isThrownBy(view::data)
          .withMessageContaining("output tensor f32{2,2}");
    }
  }

  @Test
  default void aRequestCanBeClosedTwiceAndNamesItselfAfterwards() {
    try (CompiledModel compiled = relu()) {
      InferRequest request = compiled.newRequest();
      request.close();
      request.close();
      for (Runnable use :
          List.<Runnable>of(
              request::infer,
              request::start,
              request::await,
              request::cancel,
              () -> request.await(Duration.ZERO),
              request::profile,
              () -> request.output(0))) {
        assertThatIllegalStateException()
            .isThrownBy(use::run)
            .withMessageContaining("infer request");
      }
    }
  }

  @Test
  default void aProfileTellsTheTimeOfEachLayer() {
    Map<String, String> profiled = Map.of("INFERENCE_PRECISION_HINT", "f32", "PERF_COUNT", "YES");
    try (Model model = core().read(SmallModels.power(12));
        CompiledModel compiled = core().compile(model, "CPU", profiled);
        InferRequest request = compiled.newRequest();
        Arena memory = Arena.ofConfined();
        Tensor input = zeros(memory, LARGE / 4)) {
      request.setInput(0, input);
      long start = System.nanoTime();
      request.infer();
      Duration run = Duration.ofNanos(System.nanoTime() - start);
      List<ProfiledLayer> layers = request.profile();
      assertThat(layers)
          .filteredOn(layer -> layer.name().startsWith("product"))
          .hasSizeGreaterThanOrEqualTo(12)
          .allSatisfy(layer -> {
            assertThat(layer.status()).isEqualTo(ProfiledLayer.Status.EXECUTED);
            assertThat(layer.type()).isNotBlank();
            assertThat(layer.execution()).isNotBlank();
          });
      assertThat(layers)
          .filteredOn(layer -> layer.type().equals("MatMul"))
          .hasSize(12)
          .allSatisfy(layer -> assertThat(layer.time()).isPositive());
      assertThat(layers.stream().map(ProfiledLayer::time).reduce(Duration.ZERO, Duration::plus))
          .isLessThanOrEqualTo(run);
    }
  }

  @Test
  default void withoutProfilingNoLayerHasATime() {
    try (CompiledModel compiled = relu();
        InferRequest request = compiled.newRequest()) {
      request.infer();
      assertThat(request.profile()).allSatisfy(layer -> assertThat(layer.time()).isZero());
    }
  }

  @Test
  default void sixteenThreadsRunRequestsOfTheirOwn() throws Exception {
    try (CompiledModel compiled = relu();
        var threads = Executors.newFixedThreadPool(16)) {
      Callable<Integer> worker =
          () -> {
            try (InferRequest request = compiled.newRequest();
                Arena memory = Arena.ofConfined()) {
              MemorySegment in = memory.allocate(JAVA_FLOAT, 4);
              MemorySegment out = memory.allocate(JAVA_FLOAT, 4);
              try (Tensor input = openVino().tensor(ElementType.F32, new long[] {2, 2}, in);
                  Tensor output = openVino().tensor(ElementType.F32, new long[] {2, 2}, out)) {
                request.setInput(0, input);
                request.setOutput(0, output);
              }
              int right = 0;
              for (int run = 0; run < 200; run++) {
                float number = Thread.currentThread().threadId() * 1000f + run;
                MemorySegment.copy(new float[] {number, -1, 0, 1}, 0, in, JAVA_FLOAT, 0, 4);
                if (run % 2 == 0) {
                  request.infer();
                } else {
                  request.start();
                  request.await();
                }
                right += out.get(JAVA_FLOAT, 0) == number && out.get(JAVA_FLOAT, 4) == 0 ? 1 : 0;
              }
              return right;
            }
          };
      List<Future<Integer>> results = new ArrayList<>();
      for (int i = 0; i < 16; i++) {
        results.add(threads.submit(worker));
      }
      for (Future<Integer> result : results) {
        assertThat(result.get()).isEqualTo(200);
      }
    }
  }

  @Test
  default void threadsThatFailAtOnceEachLearnTheirStatus() throws Exception {
    try (var threads = Executors.newFixedThreadPool(8)) {
      List<Future<OpenVinoException>> failures = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        failures.add(
            threads.submit(() -> {
              try {
                core().property("CPU", "NO_SUCH_PROPERTY");
                return null;
              } catch (OpenVinoException e) {
                return e;
              }
            }));
      }
      for (Future<OpenVinoException> failure : failures) {
        assertThat(failure.get().statusName()).isEqualTo("GENERAL_ERROR");
        assertThat(failure.get().nativeText()).contains("NO_SUCH_PROPERTY");
      }
    }
  }
}
