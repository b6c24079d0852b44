package io.affut.bindings.cuda;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Work that is queued once and launched often, on the stand-in.
class CudaGraphTest {
  private static final int BYTES = 64;
  private static final String SOURCE =
      """
      extern "C" __global__ void add(int step, unsigned char* to) { to[threadIdx.x] += step; }
      """;
  private static final LaunchShape SHAPE = new LaunchShape(1, 1, 1, BYTES, 1, 1);

  private StandIn standIn;
  private CudaDevice device;

  @BeforeEach
  void prepare() throws Exception {
    standIn = StandIn.fresh();
    device = standIn.device();
  }

  @AfterEach
  void nothingIsLeftAndNothingWasWrong() {
    if (standIn == null) {
      return; // what it needs is not here, so it was skipped
    }
    assertThat(standIn.complaints()).isEmpty();
    assertThat(standIn.living()).isEmpty();
    assertThat(standIn.counted()).isEmpty();
  }

  @Test
  void whatIsCapturedIsDoneOnceForEachLaunch() {
    try (Work work = new Work(device)) {
      work.stream.fill(work.there, 0, BYTES, 1);
      try (CudaGraph graph = work.captured()) {
        work.stream.synchronise();
        assertThat(work.here.memory().get(JAVA_BYTE, 0)).as("only noted").isNotEqualTo((byte) 6);
        for (int i = 1; i <= 3; i++) {
          work.stream.launch(graph);
          work.stream.synchronise();
          assertThat(work.here.memory().toArray(JAVA_BYTE)).containsOnly(1 + 5 * i);
        }
      }
    }
  }

  /// The arguments of a launch are those of the capture, whatever is set later.
  @Test
  void aGraphKeepsItsArguments() {
    try (Work work = new Work(device)) {
      work.stream.fill(work.there, 0, BYTES, 0);
      try (CudaGraph graph = work.captured()) {
        work.arguments.setInt(0, 100);
        work.stream.launch(graph);
        work.stream.launch(graph);
        work.stream.synchronise();
        assertThat(work.here.memory().get(JAVA_BYTE, 0)).isEqualTo((byte) 10);
      }
    }
  }

  @Test
  void whatAGraphUsesWaitsForItsLaunchesWhenItIsClosed() {
    try (Work work = new Work(device);
        CudaStream other = device.newStream()) {
      work.stream.fill(work.there, 0, BYTES, 0);
      work.stream.synchronise();
      CudaGraph graph = work.captured();
      other.launch(graph);
      work.there.close();
      assertThat(other.isIdle()).isTrue();
      assertThatIllegalStateException()
          .isThrownBy(() -> other.launch(graph))
          .withMessage("the CUDA graph on cuda:0 uses something that is closed");
      graph.close();
      graph.close();
      assertThatIllegalStateException()
          .isThrownBy(() -> other.launch(graph))
          .withMessage("the CUDA graph on cuda:0 is closed");
    }
  }

  @Test
  void whatAGraphCannotHaveIsRefusedAndTheStreamGoesOn() {
    try (Work work = new Work(device);
        CudaEvent event = device.newEvent();
        CudaGraph graph = work.captured()) {
      work.stream.record(event);
      List<Runnable> impossible =
          List.of(
              work.stream::synchronise,
              work.stream::isIdle,
              () -> work.stream.record(event),
              () -> work.stream.waitFor(event),
              () -> work.stream.launch(graph),
              work::captured);
      for (Runnable each : impossible) {
        assertThatIllegalStateException()
            .isThrownBy(() -> work.stream.capture(each))
            .withMessageStartingWith("the CUDA stream on cuda:0 cannot be ")
            .withMessageEndingWith(" while it is captured");
        work.stream.synchronise();
      }
    }
  }

  @Test
  void memoryThatIsTakenMeanwhileEndsTheCapture() {
    try (Work work = new Work(device)) {
      assertThatExceptionOfType(CudaException.class)
          .isThrownBy(() -> work.stream.capture(() -> device.allocate(1)))
          .satisfies(e -> {
            assertThat(e.statusName()).isEqualTo("cudaErrorStreamCaptureUnsupported");
            assertThat(e.getSuppressed()).hasSize(1);
          });
      device.allocate(1).close();
    }
  }

  @Test
  void aGraphOfAnotherDeviceIsRefused() {
    standIn.reset(2, StandIn.DRIVER, StandIn.RUNTIME);
    List<CudaDevice> devices = standIn.runtime().devices();
    try (Work work = new Work(devices.get(0));
        CudaGraph graph = work.captured();
        CudaStream other = devices.get(1).newStream()) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> other.launch(graph))
          .withMessage("the CUDA graph on cuda:0 cannot be launched by a stream on cuda:1");
    }
  }

  @Test
  void aFailureOfAnyCallLeavesNothingBehind() {
    standIn.reset(1, StandIn.DRIVER, StandIn.RUNTIME);
    scenario();
    List<String> calls = IntStream.rangeClosed(1, standIn.calls()).mapToObj(standIn::call).toList();
    Set<String> failed = new TreeSet<>();
    for (int nth = 1; nth <= calls.size(); nth++) {
      if (calls.get(nth - 1).equals("nvrtcDestroyProgram")) {
        continue; // not told, as it can only fail for what is no program
      }
      for (boolean forGood : new boolean[] {false, true}) {
        standIn.reset(1, StandIn.DRIVER, StandIn.RUNTIME);
        if (forGood) {
          standIn.failForGood(nth, 700);
        } else {
          standIn.fail(nth, 700);
        }
        String where = "call " + nth + (forGood ? " and all after it" : "");
        CudaException failure = assertThrows(CudaException.class, this::scenario, where);
        assertThat(failure.function()).as(where).isEqualTo(standIn.call(nth));
        nothingIsLeftAndNothingWasWrong();
        failed.add(failure.function());
      }
    }
    assertThat(failed)
        .contains(
            "cudaStreamBeginCapture",
            "cudaStreamEndCapture",
            "cudaGraphInstantiate",
            "cudaGraphDestroy",
            "cudaGraphLaunch",
            "cudaGraphExecDestroy");
  }

  private void scenario() {
    try (Work work = new Work(standIn.runtime().devices().getFirst());
        CudaGraph graph = work.captured()) {
      work.stream.launch(graph);
      work.stream.synchronise();
    }
  }

  /// A kernel and a copy of what it makes.
  private final class Work implements AutoCloseable {
    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private final CudaStream stream;
    private final DeviceBuffer there;
    private final PinnedBuffer here;
    private final CudaKernel kernel;
    private final KernelArguments arguments;

    Work(CudaDevice on) {
      List<String> options = List.of("--gpu-architecture=sm_89", "--fmad=false");
      try {
        CudaProgram program = keep(on.load(standIn.nvrtc().compile("k.cu", SOURCE, options)));
        stream = keep(on.newStream());
        there = keep(on.allocate(BYTES));
        here = keep(on.allocatePinned(BYTES));
        kernel = program.kernel("add", KernelParameter.INT, KernelParameter.BUFFER);
        arguments = keep(kernel.newArguments());
        arguments.setInt(0, 5);
        arguments.setBuffer(1, there, 0, BYTES);
      } catch (CudaException e) {
        try {
          close();
        } catch (CudaException later) {
          e.addSuppressed(later);
        }
        throw e;
      }
    }

    private <T extends AutoCloseable> T keep(T part) {
      parts.push(part);
      return part;
    }

    CudaGraph captured() {
      return stream.capture(() -> {
        stream.launch(kernel, SHAPE, arguments);
        stream.copyToHost(there, 0, here, 0, BYTES);
      });
    }

    @Override
    public void close() {
      CudaException failure = null;
      for (AutoCloseable part : parts) {
        try {
          part.close();
        } catch (CudaException e) {
          failure = failure == null ? e : failure;
        } catch (Exception e) {
          throw new AssertionError(e);
        }
      }
      if (failure != null) {
        throw failure;
      }
    }
  }
}
