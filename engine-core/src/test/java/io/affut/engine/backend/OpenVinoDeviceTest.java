package io.affut.engine.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.affut.engine.model.Precision;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OpenVinoDeviceTest {
  private static final Set<String> ALL =
      Set.of("PERFORMANCE_HINT", "INFERENCE_PRECISION_HINT", "INFERENCE_NUM_THREADS");

  private static Map<String, String> properties(
      String device, Precision precision, boolean many, Set<String> known) {
    return OpenVinoDevice.of(device)
        .properties(new NetworkSettings(device, precision, 7, many), known);
  }

  @ParameterizedTest
  @CsvSource({"CPU, CPU", "GPU, GPU", "GPU.0, GPU", "GPU.1, GPU", "NPU, NPU", "NPU.3720, NPU"})
  void oneOfSeveralIsOfTheSameKind(String name, OpenVinoDevice kind) {
    assertThat(OpenVinoDevice.of(name)).isEqualTo(kind);
  }

  @Test
  void aProcessorComputesAsTheManifestSaysAndTheOthersInHalf() {
    for (Precision manifests : Precision.values()) {
      assertThat(OpenVinoDevice.CPU.precision(Optional.empty(), manifests)).isEqualTo(manifests);
      assertThat(OpenVinoDevice.GPU.precision(Optional.empty(), manifests))
          .isEqualTo(OpenVinoDevice.NPU.precision(Optional.empty(), manifests))
          .isEqualTo(Precision.F16);
    }
    assertThat(OpenVinoDevice.GPU.precision(Optional.of(Precision.F32), Precision.F16))
        .isEqualTo(Precision.F32);
  }

  @ParameterizedTest
  @CsvSource({"GPU, BF16, f32 or f16", "NPU, F32, f16", "NPU, BF16, f16"})
  void whatADeviceCannotIsRefusedWithWhatItCan(
      OpenVinoDevice device, Precision asked, String possible) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> device.precision(Optional.of(asked), Precision.F32))
        .withMessage(
            "The device %s computes in %s, not in %s. Choose with --precision.",
            device.name().toLowerCase(Locale.ROOT), possible, asked.word());
  }

  @Test
  void onlyAProcessorIsGivenThreads() {
    assertThat(properties("CPU", Precision.F32, true, ALL))
        .containsOnly(
            Map.entry("PERFORMANCE_HINT", "THROUGHPUT"),
            Map.entry("INFERENCE_PRECISION_HINT", "f32"),
            Map.entry("INFERENCE_NUM_THREADS", "7"));
    assertThat(properties("GPU.1", Precision.F16, false, ALL))
        .containsOnly(
            Map.entry("PERFORMANCE_HINT", "LATENCY"),
            Map.entry("INFERENCE_PRECISION_HINT", "f16"),
            Map.entry("ALLOW_AUTO_BATCHING", "NO"));
  }

  /// A neural processor without its driver knows no precision.
  @Test
  void whatADeviceDoesNotKnowIsLeftToIt() {
    assertThat(properties("NPU", Precision.F16, true, Set.of("PERFORMANCE_HINT")))
        .containsOnly(Map.entry("PERFORMANCE_HINT", "THROUGHPUT"));
  }

  @Test
  void onlyAProcessorTakesCropsTogether() {
    assertThat(OpenVinoDevice.CPU.together(4)).isEqualTo(4);
    assertThat(OpenVinoDevice.GPU.together(4)).isEqualTo(1);
    assertThat(OpenVinoDevice.NPU.together(4)).isEqualTo(1);
  }
}
