package io.affut.preprocessing.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import io.affut.bindings.cuda.ComputeCapability;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What the kernels are compiled for: code runs on its own architecture and on those of the same
/// major number that came later; what drivers compile runs on all that came later.
class DeviceKernelsArchitectureTest {
  private static final List<String> KNOWN = List.of("sm_75", "sm_80", "sm_86", "sm_90", "sm_120");

  @ParameterizedTest
  @CsvSource({
    "8, 6, sm_86",
    "8, 9, sm_86",
    "8, 0, sm_80",
    "9, 0, sm_90",
    "12, 1, sm_120",
    "13, 0, compute_120", // which the driver compiles
    "10, 3, compute_90",
    "7, 0, sm_70", // which the compiler then refuses
  })
  void isTheNewestThatTheDeviceRuns(int major, int minor, String architecture) {
    assertThat(DeviceKernels.architecture(KNOWN, new ComputeCapability(major, minor)))
        .isEqualTo(architecture);
  }
}
