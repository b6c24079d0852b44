package io.affut.bindings.cuda;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.affut.bindings.library.CudaWheels;
import io.affut.bindings.memory.NativeLedger;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// NVIDIA's own runtimes: they load and answer without a driver. With one, what runs here is
/// whatever the machine has.
class RealRuntimeTest {
  @ParameterizedTest
  @CsvSource({"RUNTIME_13, libcudart.so.13, 13.1", "RUNTIME_12, libcudart.so.12, 12.9"})
  void loadsAndKnowsItsVersion(CudaWheels wheel, String file, String version) {
    CudaRuntime cuda = CudaRuntime.load(wheel.library(file), new NativeLedger());

    assertThat(cuda.version()).hasToString(version);
  }

  @ParameterizedTest
  @CsvSource({"RUNTIME_13, libcudart.so.13", "RUNTIME_12, libcudart.so.12"})
  void withoutADriverItSaysSoInItsOwnWords(CudaWheels wheel, String file) {
    CudaRuntime cuda = CudaRuntime.load(wheel.library(file), new NativeLedger());
    Assumptions.assumeTrue(cuda.driverVersion().isEmpty(), "this machine has an NVIDIA driver");

    assertThat(cuda.state()).isEqualTo(new CudaState.NoDriver());
    assertThatExceptionOfType(CudaException.class)
        .isThrownBy(cuda::devices)
        .withMessage(
            "CUDA's cudaGetDeviceCount failed with cudaErrorInsufficientDriver (35): CUDA driver version is insufficient for CUDA runtime version");
  }

  /// This and the next need a GPU; what they do was only ever done on the stand-in.
  @Tag("gpu")
  @ParameterizedTest
  @CsvSource({"RUNTIME_13, libcudart.so.13", "RUNTIME_12, libcudart.so.12"})
  void onAGpuBytesGoThereAndBack(CudaWheels wheel, String file) {
    NativeLedger ledger = new NativeLedger();
    CudaRuntime cuda = CudaRuntime.load(wheel.library(file), ledger);
    if (!(cuda.state() instanceof CudaState.Ready ready)) {
      Assumptions.abort("no GPU: " + cuda.state().sentence());
      return;
    }
    for (CudaDevice device : ready.devices()) {
      assertThat(device.name()).isNotBlank();
      try (CudaStream in = device.newStream();
          CudaStream out = device.newStream();
          CudaEvent copied = device.newTimedEvent();
          PinnedBuffer source = device.allocatePinned(1 << 20);
          DeviceBuffer there = device.allocate(1 << 20);
          PinnedBuffer target = device.allocatePinned(1 << 20)) {
        source.memory().fill((byte) 77);
        target.memory().fill((byte) 0);
        in.copyToDevice(source, 0, there, 0, source.memory().byteSize());
        in.record(copied);
        out.waitFor(copied);
        out.copyToHost(there, 0, target, 0, source.memory().byteSize());
        out.synchronise();
        assertThat(target.memory().mismatch(source.memory())).isEqualTo(-1);
      }
    }
    assertThat(ledger.snapshot()).isEmpty();
  }

  @Tag("gpu")
  @ParameterizedTest
  @CsvSource({"RUNTIME_13, libcudart.so.13", "RUNTIME_12, libcudart.so.12"})
  void onAGpuKernelsRunAloneAndInGraphs(CudaWheels wheel, String file) {
    NativeLedger ledger = new NativeLedger();
    CudaRuntime cuda = CudaRuntime.load(wheel.library(file), ledger);
    if (!(cuda.state() instanceof CudaState.Ready ready)) {
      Assumptions.abort("no GPU: " + cuda.state().sentence());
      return;
    }
    Nvrtc nvrtc = Nvrtc.load(CudaWheels.NVRTC_13.library("libnvrtc.so.13"), ledger);
    ready.devices().forEach(device -> runKernels(device, nvrtc));
    assertThat(ledger.snapshot()).isEmpty();
  }

  /// So that the test itself is known to be right.
  @Test
  void onTheStandInTheyDoToo() throws Exception {
    StandIn standIn = StandIn.fresh();
    runKernels(standIn.device(), standIn.nvrtc());
    assertThat(standIn.complaints()).isEmpty();
    assertThat(standIn.living()).isEmpty();
  }

  private static void runKernels(CudaDevice device, Nvrtc nvrtc) {
    String source =
        """
        struct Step { int whole; float part; };
        extern "C" __global__ void add(Step step, double more, float* to) {
          int at = ((blockIdx.z * gridDim.y + blockIdx.y) * gridDim.x + blockIdx.x) * blockDim.x;
          to[at + threadIdx.x] += step.whole + step.part + (float)more;
        }
        """;
    LaunchShape shape = new LaunchShape(2, 3, 4, 64, 1, 1);
    long bytes = 2 * 3 * 4 * 64 * Float.BYTES;
    List<String> options =
        List.of("--gpu-architecture=" + device.computeCapability().architecture(), "--fmad=false");
    try (CudaProgram program = device.load(nvrtc.compile("add.cu", source, options));
        CudaStream stream = device.newStream();
        DeviceBuffer there = device.allocate(bytes);
        PinnedBuffer here = device.allocatePinned(bytes)) {
      CudaKernel kernel =
          program.kernel(
              "add", KernelParameter.struct(8), KernelParameter.DOUBLE, KernelParameter.BUFFER);
      stream.fill(there, 0, bytes, 0);
      try (KernelArguments arguments = kernel.newArguments()) {
        arguments.struct(0, 8).set(JAVA_INT, 0, 3);
        arguments.struct(0, 8).set(JAVA_FLOAT, 4, 0.5f);
        arguments.setDouble(1, 0.25);
        arguments.setBuffer(2, there, 0, bytes);
        stream.launch(kernel, shape, arguments);
        try (CudaGraph graph = stream.capture(() -> stream.launch(kernel, shape, arguments))) {
          stream.launch(graph);
          stream.launch(graph);
        }
      }
      stream.copyToHost(there, 0, here, 0, bytes);
      stream.synchronise();
      assertThat(here.memory().toArray(JAVA_FLOAT)).containsOnly(3 * 3.75f);
    }
  }
}
