package io.affut.bindings.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.affut.bindings.library.CudaWheels;
import io.affut.bindings.memory.NativeLedger;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
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

  /// The one test of this module that needs a GPU; what it does was only ever done on the stand-in.
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
}
