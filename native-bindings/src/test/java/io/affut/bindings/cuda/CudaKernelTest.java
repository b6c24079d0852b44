package io.affut.bindings.cuda;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Kernels are compiled, loaded and launched: on the stand-ins, whose machine code runs on the
/// processor.
class CudaKernelTest {
  private static final List<String> OPTIONS =
      List.of("--gpu-architecture=sm_89", "--fmad=false", "--std=c++17");

  private static final String SOURCE =
      """
      struct Both {
        int add;
        float by;
      };
      template <typename Pointer> struct Pair {
        Pointer of[2];
      };
      __device__ int place() {
        return ((blockIdx.z * gridDim.y + blockIdx.y) * gridDim.x + blockIdx.x) * blockDim.x
            * blockDim.y * blockDim.z
            + (threadIdx.z * blockDim.y + threadIdx.y) * blockDim.x + threadIdx.x;
      }
      extern "C" __global__ void number(int count, float step, double start, float* to) {
        int i = place();
        if (i < count) to[i] = (float)(start + i * step);
      }
      extern "C" __global__ void change(const float* from, Both both, float* to) {
        to[place()] = (from[place()] + both.add) * both.by;
      }
      extern "C" __global__ void part(const float* from, Pair<float*> to) {
        if (to.of[place() % 2]) to.of[place() % 2][place() / 2] = from[place()];
      }
      extern "C" __global__ void shape(int* to) {
        if (place() == 0) {
          to[0] = gridDim.x; to[1] = gridDim.y; to[2] = gridDim.z;
          to[3] = blockDim.x; to[4] = blockDim.y; to[5] = blockDim.z;
        }
      }
      """;

  private static final KernelParameter[] NUMBER = {
    KernelParameter.INT, KernelParameter.FLOAT, KernelParameter.DOUBLE, KernelParameter.BUFFER
  };
  private static final KernelParameter[] CHANGE = {
    KernelParameter.BUFFER, KernelParameter.struct(8), KernelParameter.BUFFER
  };
  private static final LaunchShape LINE = new LaunchShape(2, 1, 1, 32, 1, 1);
  private static final long BYTES = 64 * Float.BYTES;

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
  void argumentsOfEveryTypeArrive() {
    try (CudaProgram program = device.load(code());
        CudaStream stream = device.newStream();
        DeviceBuffer there = device.allocate(2 * BYTES);
        PinnedBuffer here = device.allocatePinned(BYTES)) {
      try (KernelArguments number = program.kernel("number", NUMBER).newArguments();
          KernelArguments change = program.kernel("change", CHANGE).newArguments()) {
        number.setInt(0, 64);
        number.setFloat(1, 0.5f);
        number.setDouble(2, 1e3);
        number.setBuffer(3, there, 0, BYTES);
        stream.launch(program.kernel("number", NUMBER), LINE, number);
        change.setBuffer(0, there, 0, BYTES);
        MemorySegment both = change.struct(1, 8);
        both.set(JAVA_INT, 0, -1000);
        both.set(JAVA_FLOAT, 4, 4f);
        change.setBuffer(2, there, BYTES, BYTES);
        stream.launch(program.kernel("change", CHANGE), LINE, change);
      }
      stream.copyToHost(there, BYTES, here, 0, BYTES);
      stream.synchronise();

      for (int i = 0; i < 64; i++) {
        assertThat(here.memory().getAtIndex(JAVA_FLOAT, i)).isEqualTo(2f * i);
      }
    }
  }

  /// Both `dim3` go by value, three numbers each.
  @Test
  void theShapeArrivesInAllDirections() {
    try (CudaProgram program = device.load(code());
        CudaStream stream = device.newStream();
        DeviceBuffer there = device.allocate(24);
        PinnedBuffer here = device.allocatePinned(24)) {
      CudaKernel kernel = program.kernel("shape", KernelParameter.BUFFER);
      try (KernelArguments arguments = kernel.newArguments()) {
        arguments.setBuffer(0, there, 0, 24);
        stream.launch(kernel, new LaunchShape(2, 3, 5, 7, 11, 13), arguments);
      }
      stream.copyToHost(there, 0, here, 0, 24);
      stream.synchronise();
      assertThat(here.memory().toArray(JAVA_INT)).containsExactly(2, 3, 5, 7, 11, 13);
    }
  }

  @Test
  void aLaunchKeepsTheArgumentsThatItWasGiven() {
    try (CudaProgram program = device.load(code());
        CudaStream stream = device.newStream();
        DeviceBuffer there = device.allocate(BYTES);
        PinnedBuffer here = device.allocatePinned(BYTES)) {
      CudaKernel kernel = program.kernel("number", NUMBER);
      try (KernelArguments arguments = kernel.newArguments()) {
        arguments.setFloat(1, 1);
        arguments.setBuffer(3, there, 0, BYTES);
        for (int count : new int[] {64, 32, 16}) {
          arguments.setInt(0, count);
          arguments.setDouble(2, 100 * count);
          stream.launch(kernel, LINE, arguments);
        }
        arguments.setDouble(2, -1);
      }
      stream.copyToHost(there, 0, here, 0, BYTES);
      stream.synchronise();
      assertThat(here.memory().getAtIndex(JAVA_FLOAT, 0)).isEqualTo(1600);
      assertThat(here.memory().getAtIndex(JAVA_FLOAT, 31)).isEqualTo(3231);
      assertThat(here.memory().getAtIndex(JAVA_FLOAT, 63)).isEqualTo(6463);
    }
  }

  @Test
  void oneParameterCanHoldSeveralBuffers() {
    KernelParameter[] part = {KernelParameter.BUFFER, KernelParameter.buffers(2)};
    try (CudaProgram program = device.load(code());
        CudaStream stream = device.newStream();
        DeviceBuffer from = device.allocate(BYTES);
        DeviceBuffer odd = device.allocate(BYTES);
        PinnedBuffer here = device.allocatePinned(BYTES)) {
      here.memory()
          .asSlice(0, 4 * Float.BYTES)
          .copyFrom(MemorySegment.ofArray(new float[] {1, 2, 3, 4}));
      stream.copyToDevice(here, 0, from, 0, BYTES);
      CudaKernel kernel = program.kernel("part", part);
      try (KernelArguments arguments = kernel.newArguments()) {
        arguments.setBuffer(0, from, 0, BYTES);
        arguments.setBuffer(1, 0, from, 0, BYTES);
        arguments.setBuffer(1, 1, odd, 0, BYTES);
        arguments.clearBuffer(1, 0);
        stream.launch(kernel, new LaunchShape(1, 1, 1, 4, 1, 1), arguments);
      }
      stream.copyToHost(odd, 0, here, 0, 8);
      stream.synchronise();
      assertThat(here.memory().asSlice(0, 8).toArray(JAVA_FLOAT)).containsExactly(2, 4);
    }
  }

  @Test
  void whatALaunchUsesWaitsForItWhenItIsClosed() {
    try (CudaStream stream = device.newStream()) {
      CudaProgram program = device.load(code());
      DeviceBuffer there = device.allocate(BYTES);
      CudaKernel kernel = program.kernel("number", NUMBER);
      launchNumber(stream, kernel, there);
      there.close();
      assertThat(stream.isIdle()).isTrue();

      try (DeviceBuffer other = device.allocate(BYTES)) {
        launchNumber(stream, kernel, other);
        program.close();
        program.close();
        assertThat(stream.isIdle()).isTrue();
        assertThatIllegalStateException()
            .isThrownBy(() -> launchNumber(stream, kernel, other))
            .withMessage("the CUDA program on cuda:0 is closed");
      }
    }
  }

  @Test
  void whatDoesNotFitIsRefusedBeforeAnythingIsQueued() {
    try (CudaProgram program = device.load(code());
        CudaStream stream = device.newStream();
        DeviceBuffer there = device.allocate(BYTES)) {
      CudaKernel number = program.kernel("number", NUMBER);
      CudaKernel change = program.kernel("change", CHANGE);
      try (KernelArguments arguments = number.newArguments()) {
        int calls = standIn.calls();
        assertThatIllegalArgumentException()
            .isThrownBy(() -> arguments.setDouble(0, 1))
            .withMessage("parameter 0 of the kernel is a value of 4 bytes, not a value of 8 bytes");
        assertThatIllegalArgumentException()
            .isThrownBy(() -> arguments.setInt(3, 1))
            .withMessage("parameter 3 of the kernel is a buffer, not a value of 4 bytes");
        assertThatIllegalArgumentException()
            .isThrownBy(() -> arguments.setBuffer(0, there, 0, 1))
            .withMessage("parameter 0 of the kernel is a value of 4 bytes, not a buffer");
        assertThatExceptionOfType(IndexOutOfBoundsException.class)
            .isThrownBy(() -> arguments.setBuffer(3, there, 1, BYTES));
        assertThatExceptionOfType(IndexOutOfBoundsException.class)
            .isThrownBy(() -> arguments.setInt(4, 0));
        arguments.setInt(0, 1);
        assertThatIllegalStateException()
            .isThrownBy(() -> stream.launch(number, LINE, arguments))
            .withMessage("argument 1 of the kernel was not set");
        assertThatIllegalArgumentException()
            .isThrownBy(() -> stream.launch(change, LINE, arguments))
            .withMessage("arguments that are not for the CUDA kernel change on cuda:0");
        assertThat(standIn.calls()).isEqualTo(calls);
      }
    }
  }

  @Test
  void argumentsThatAreClosedSaySo() {
    try (CudaProgram program = device.load(code())) {
      KernelArguments arguments = program.kernel("number", NUMBER).newArguments();
      arguments.close();
      arguments.close();
      assertThatIllegalStateException()
          .isThrownBy(() -> arguments.setInt(0, 1))
          .withMessage("the arguments of the kernel are closed");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "0, 1, 1, 1, 1, 1",
    "1, 65536, 1, 1, 1, 1",
    "1, 1, 65536, 1, 1, 1",
    "1, 1, 1, 1025, 1, 1",
    "1, 1, 1, 32, 33, 1",
    "1, 1, 1, 1, 1, -1",
  })
  void shapesThatNoDeviceTakesAreRefused(int x, int y, int z, int a, int b, int c) {
    assertThatIllegalArgumentException().isThrownBy(() -> new LaunchShape(x, y, z, a, b, c));
  }

  @Test
  void aShapeCoversAllPlaces() {
    assertThat(LaunchShape.covering(640, 480, 3)).isEqualTo(new LaunchShape(20, 60, 3, 32, 8, 1));
    assertThat(LaunchShape.covering(1, 9, 1)).isEqualTo(new LaunchShape(1, 2, 1, 32, 8, 1));
  }

  @Test
  void aKernelIsLaunchedOnItsDeviceWhateverTheThreadDidBefore() {
    standIn.reset(2, StandIn.DRIVER, StandIn.RUNTIME);
    List<CudaDevice> devices = standIn.runtime().devices();
    try (CudaProgram program = devices.get(1).load(code());
        CudaStream stream = devices.get(1).newStream();
        CudaStream other = devices.get(0).newStream();
        DeviceBuffer there = devices.get(1).allocate(BYTES);
        DeviceBuffer elsewhere = devices.get(0).allocate(BYTES)) {
      CudaKernel kernel = program.kernel("number", NUMBER);
      launchNumber(stream, kernel, there);
      devices.get(0).memory(); // makes it the thread's own
      launchNumber(stream, kernel, there);
      assertThatIllegalArgumentException()
          .isThrownBy(() -> launchNumber(other, kernel, elsewhere))
          .withMessage("the CUDA kernel number on cuda:1 cannot be launched by a stream on cuda:0");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> launchNumber(stream, kernel, elsewhere))
          .withMessageContaining("cannot be used by a stream on cuda:1");
    }
  }

  @Test
  void codeThatIsNotForTheDeviceIsRefused() {
    byte[] newer = standIn.nvrtc().compile("k.cu", SOURCE, options("sm_90"));
    assertFails(() -> device.load(newer), "cudaErrorNoKernelImageForDevice");
    assertFails(() -> device.load(new byte[64]), "cudaErrorInvalidKernelImage");
    byte[] older = standIn.nvrtc().compile("k.cu", SOURCE, options("sm_80"));
    device.load(older).close();
  }

  @Test
  void aKernelThatIsNotThereIsNamedByTheFunctionThatLooked() {
    try (CudaProgram program = device.load(code())) {
      assertFails(() -> program.kernel("nothing"), "cudaErrorSymbolNotFound");
    }
  }

  @Test
  void aBrokenSourceSaysWhereItIsBroken() {
    assertThatExceptionOfType(CudaException.class)
        .isThrownBy(
            () -> standIn.nvrtc().compile("k.cu", SOURCE.replace("both.add", "both.ad"), OPTIONS))
        .satisfies(e -> assertThat(e.nativeText()).contains("k.cu:18", "ad"));
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
      standIn.reset(1, StandIn.DRIVER, StandIn.RUNTIME);
      standIn.fail(nth, 700);
      String where = "call " + nth;
      CudaException failure = assertThrows(CudaException.class, this::scenario, where);
      assertThat(failure.function()).as(where).isEqualTo(standIn.call(nth));
      nothingIsLeftAndNothingWasWrong();
      failed.add(failure.function());
    }
    assertThat(failed)
        .contains(
            "nvrtcCreateProgram",
            "nvrtcCompileProgram",
            "nvrtcGetCUBIN",
            "cudaLibraryLoadData",
            "cudaLibraryGetKernel",
            "cudaLaunchKernel",
            "cudaLibraryUnload");
  }

  private void scenario() {
    CudaDevice any = standIn.runtime().devices().getFirst();
    try (CudaProgram program = any.load(code());
        CudaStream stream = any.newStream();
        DeviceBuffer there = any.allocate(BYTES)) {
      launchNumber(stream, program.kernel("number", NUMBER), there);
      stream.synchronise();
    }
  }

  @Test
  void aDeviceThatIsLostFailsAtEverythingButGivingBack() {
    standIn.reset(2, StandIn.DRIVER, StandIn.RUNTIME);
    List<CudaDevice> devices = standIn.runtime().devices();
    CudaDevice lost = devices.get(1);
    CudaProgram program = lost.load(code());
    CudaKernel kernel = program.kernel("number", NUMBER);
    CudaStream stream = lost.newStream();
    DeviceBuffer there = lost.allocate(BYTES);
    launchNumber(stream, kernel, there);
    standIn.lose(1);

    assertFails(() -> launchNumber(stream, kernel, there), "cudaErrorIllegalAddress");
    assertFails(() -> stream.fill(there, 0, 1, 0), "cudaErrorIllegalAddress");
    assertFails(() -> lost.allocate(1), "cudaErrorIllegalAddress");
    assertFails(lost::newStream, "cudaErrorIllegalAddress");
    assertFails(there::close, "cudaErrorIllegalAddress");
    program.close();
    stream.close();
    devices.get(0).allocate(1).close();
  }

  private byte[] code() {
    return standIn.nvrtc().compile("k.cu", SOURCE, OPTIONS);
  }

  private static List<String> options(String architecture) {
    return List.of("--gpu-architecture=" + architecture, "--fmad=false");
  }

  private static void launchNumber(CudaStream stream, CudaKernel kernel, DeviceBuffer there) {
    try (KernelArguments arguments = kernel.newArguments()) {
      arguments.setInt(0, 64);
      arguments.setFloat(1, 1);
      arguments.setDouble(2, 0);
      arguments.setBuffer(3, there, 0, BYTES);
      stream.launch(kernel, LINE, arguments);
    }
  }

  private static void assertFails(Runnable use, String statusName) {
    assertThatExceptionOfType(CudaException.class)
        .isThrownBy(use::run)
        .satisfies(e -> assertThat(e.statusName()).isEqualTo(statusName));
  }
}
