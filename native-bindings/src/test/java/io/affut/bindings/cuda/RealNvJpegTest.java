package io.affut.bindings.cuda;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.affut.bindings.library.CudaWheels;
import io.affut.bindings.library.LibraryLoader;
import io.affut.bindings.library.NativeLibraryException;
import io.affut.bindings.memory.NativeLedger;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// NVIDIA's own nvJPEG: it loads and answers without a driver, and says that it cannot work.
class RealNvJpegTest {
  @ParameterizedTest
  @CsvSource({"NVJPEG_13, libnvjpeg.so.13, 13.0.3", "NVJPEG_12, libnvjpeg.so.12, 12.4.0"})
  void loadsAndKnowsItsVersion(CudaWheels wheel, String file, String version) {
    NativeLedger ledger = new NativeLedger();

    assertThat(NvJpeg.load(wheel.library(file), ledger).version()).isEqualTo(version);
    assertThat(ledger.snapshot()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "NVJPEG_13, libnvjpeg.so.13, RUNTIME_13, libcudart.so.13",
    "NVJPEG_12, libnvjpeg.so.12, RUNTIME_12, libcudart.so.12"
  })
  void withoutAGpuItRefusesToBeMadeReadyAndDoesNotCrash(
      CudaWheels wheel, String file, CudaWheels runtime, String cudart) {
    CudaRuntime cuda = CudaRuntime.load(runtime.library(cudart), new NativeLedger());
    Assumptions.assumeFalse(
        cuda.state() instanceof CudaState.Ready, "this machine has an NVIDIA GPU");
    NvJpegC c = new NvJpegC(LibraryLoader.open("nvJPEG", "unknown", wheel.library(file)));
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment slot = arena.allocate(ADDRESS);
      for (NvJpegBackend backend : NvJpegBackend.values()) {
        int status =
            c.nvjpegCreateEx(backend.code(), MemorySegment.NULL, MemorySegment.NULL, 0, slot);
        assertThat(status).isEqualTo(NvJpegC.NVJPEG_STATUS_EXECUTION_FAILED);
        assertThat(slot.get(ADDRESS, 0)).isEqualTo(MemorySegment.NULL);
      }
    }
  }

  /// It needs a GPU; what it does was only ever done on the stand-in.
  @Tag("gpu")
  @ParameterizedTest
  @CsvSource({
    "NVJPEG_13, libnvjpeg.so.13, RUNTIME_13, libcudart.so.13",
    "NVJPEG_12, libnvjpeg.so.12, RUNTIME_12, libcudart.so.12"
  })
  void onAGpuAPictureIsDecodedOneByOneAndInBatches(
      CudaWheels wheel, String file, CudaWheels runtime, String cudart) throws Exception {
    NativeLedger ledger = new NativeLedger();
    CudaRuntime cuda = CudaRuntime.load(runtime.library(cudart), ledger);
    if (!(cuda.state() instanceof CudaState.Ready(List<CudaDevice> devices))) {
      Assumptions.abort("no GPU: " + cuda.state().sentence());
      return;
    }
    NvJpeg nvJpeg = NvJpeg.load(wheel.library(file), ledger);
    for (CudaDevice device : devices) {
      assertThat(DecodedPhoto.oneByOne(nvJpeg, device).meanDifference()).isLessThan(1.0);
      try (NvJpegHandle hardware = nvJpeg.open(device, NvJpegBackend.HARDWARE)) {
        assertThat(DecodedPhoto.inABatch(hardware, 3).meanDifference()).isLessThan(1.0);
      } catch (CudaException e) {
        assertThat(e.statusName()).isEqualTo("NVJPEG_STATUS_ARCH_MISMATCH");
      }
    }
    assertThat(ledger.snapshot()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"NVJPEG_13, libnvjpeg.so.13"})
  void whatIsNoNvJpegSaysWhatItLacks(CudaWheels wheel, String file) {
    assertThatExceptionOfType(NativeLibraryException.class)
        .isThrownBy(() -> CudaRuntime.load(wheel.library(file), new NativeLedger()))
        .withMessageContaining("has no function cudaRuntimeGetVersion");
  }
}
