package io.affut.bindings.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.affut.bindings.library.CudaWheels;
import io.affut.bindings.memory.NativeLedger;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// NVIDIA's own compiler, which needs no GPU.
class NvrtcTest {
  private static final String SOURCE =
      """
      extern "C" __global__ void twice(float* values) {
        values[threadIdx.x] *= 2;
      }
      """;

  private final NativeLedger ledger = new NativeLedger();
  private Nvrtc nvrtc;

  @BeforeEach
  void load() {
    nvrtc = Nvrtc.load(CudaWheels.NVRTC_13.library("libnvrtc.so.13"), ledger);
  }

  @AfterEach
  void nothingIsLeft() {
    assertThat(ledger.snapshot()).isEmpty();
  }

  @Test
  void knowsItsVersionAndWhatItHasCodeFor() {
    assertThat(nvrtc.version()).hasToString("13.1");
    assertThat(nvrtc.architectures())
        .startsWith("sm_75")
        .contains("sm_80", "sm_89", "sm_90", "sm_120")
        .doesNotContain("sm_70");
  }

  @Test
  void compilesToMachineCode() {
    byte[] cubin = nvrtc.compile("twice.cu", SOURCE, List.of("--gpu-architecture=sm_90"));

    assertThat(cubin).startsWith(0x7f, 'E', 'L', 'F');
  }

  /// For GPUs that came after the compiler: the driver compiles it, and needs the zero at its end.
  @ParameterizedTest
  @CsvSource({
    "NVRTC_13, libnvrtc.so.13, 13.1, 121",
    "NVRTC_12, libnvrtc.so.12, 12.9, 121",
  })
  void compilesToPtxForTheNewestThatItKnows(
      CudaWheels wheel, String file, String version, int newest) {
    Nvrtc compiler = Nvrtc.load(wheel.library(file), ledger);
    assertThat(compiler.version()).hasToString(version);
    assertThat(compiler.architectures()).last().isEqualTo("sm_" + newest);

    byte[] ptx =
        compiler.compile("twice.cu", SOURCE, List.of("--gpu-architecture=compute_" + newest));

    assertThat(ptx).endsWith((byte) 0);
    assertThat(new String(ptx, StandardCharsets.US_ASCII))
        .startsWith("//")
        .contains("release " + version, ".version ", ".target sm_" + newest, ".entry twice(")
        .hasSize(ptx.length);
  }

  @Test
  void tellsWhereASourceIsWrong() {
    String wrong = SOURCE.replace("threadIdx", "threat");
    assertThatExceptionOfType(CudaException.class)
        .isThrownBy(() -> nvrtc.compile("twice.cu", wrong, List.of("--gpu-architecture=sm_90")))
        .withMessageStartingWith(
            "CUDA's nvrtcCompileProgram failed with NVRTC_ERROR_COMPILATION (6): ")
        .satisfies(e -> assertThat(e.nativeText()).contains("twice.cu(2): error", "threat"));
  }

  @Test
  void refusesAnArchitectureThatItHasNoCodeFor() {
    assertThatExceptionOfType(CudaException.class)
        .isThrownBy(() -> nvrtc.compile("twice.cu", SOURCE, List.of("--gpu-architecture=sm_70")))
        .satisfies(e -> {
          assertThat(e.statusName()).isEqualTo("NVRTC_ERROR_INVALID_OPTION");
          assertThat(e.nativeText()).contains("--gpu-architecture");
        });
  }
}
