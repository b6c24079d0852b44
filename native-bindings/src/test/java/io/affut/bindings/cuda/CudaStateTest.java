package io.affut.bindings.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What the machine can do, and how it is told.
class CudaStateTest {
  private StandIn standIn;

  @BeforeEach
  void prepare() throws Exception {
    standIn = StandIn.fresh();
  }

  @Test
  void aMachineWithDevicesIsReady() {
    standIn.reset(2, StandIn.DRIVER, StandIn.RUNTIME);
    CudaRuntime cuda = standIn.runtime();

    assertThat(cuda.version()).isEqualTo(new CudaVersion(13, 1)).hasToString("13.1");
    assertThat(cuda.driverVersion()).contains(new CudaVersion(13, 1));
    assertThat(cuda.state()).isInstanceOf(CudaState.Ready.class);
    assertThat(cuda.state().sentence()).isEqualTo("There are 2 devices.");
    assertThat(cuda.devices()).extracting(CudaDevice::index).containsExactly(0, 1);
  }

  @Test
  void aDeviceSaysWhatItIs() {
    CudaDevice device = standIn.device();

    assertThat(device.name()).isEqualTo("Stand-in GPU 0");
    assertThat(device).hasToString("cuda:0 (Stand-in GPU 0)");
    assertThat(device.computeCapability()).hasToString("8.9");
    assertThat(device.computeCapability().architecture()).isEqualTo("sm_89");
    assertThat(device.multiprocessors()).isEqualTo(24);
    assertThat(device.copyEngines()).isEqualTo(2);
  }

  @Test
  void theMemoryOfADeviceShrinksByWhatIsAllocated() {
    CudaDevice device = standIn.device();
    DeviceMemory before = device.memory();
    try (DeviceBuffer buffer = device.allocate(1 << 20)) {
      assertThat(device.memory().free()).isEqualTo(before.free() - buffer.bytes());
      assertThat(device.memory().total()).isEqualTo(before.total());
    }
    assertThat(device.memory()).isEqualTo(before);
  }

  @Test
  void withoutADriverItSaysSo() {
    standIn.reset(1, 0, StandIn.RUNTIME);

    assertThat(standIn.runtime().state()).isEqualTo(new CudaState.NoDriver());
    assertThat(standIn.runtime().state().sentence()).startsWith("There is no NVIDIA driver: ");
    assertThat(standIn.runtime().driverVersion()).isEmpty();
    assertThatExceptionOfType(CudaException.class)
        .isThrownBy(() -> standIn.runtime().devices())
        .withMessage(
            "CUDA's cudaGetDeviceCount failed with cudaErrorInsufficientDriver (35): CUDA driver version is insufficient for CUDA runtime version");
  }

  @Test
  void aDriverThatIsTooOldIsNamedWithBothVersions() {
    standIn.reset(1, 12040, StandIn.RUNTIME);

    assertThat(standIn.runtime().state())
        .isEqualTo(new CudaState.DriverTooOld(new CudaVersion(12, 4), new CudaVersion(13, 1)));
    assertThat(standIn.runtime().state().sentence())
        .contains("it knows CUDA 12.4, and the runtime is 13.1", "AFFUT_CUDA_HOME");
  }

  @Test
  void aDriverWithoutADeviceIsNoDevice() {
    standIn.reset(0, StandIn.DRIVER, StandIn.RUNTIME);

    assertThat(standIn.runtime().state()).isEqualTo(new CudaState.NoDevice());
    assertThat(standIn.runtime().state().sentence()).contains("CUDA_VISIBLE_DEVICES");
  }

  @Test
  void anyOtherFailureIsKeptWithItsName() {
    CudaRuntime cuda = standIn.runtime();
    for (int call = 2; call <= 8; call++) {
      standIn.reset(1, StandIn.DRIVER, StandIn.RUNTIME);
      standIn.fail(call, 700);
      standIn.runtime();
      assertThat(cuda.state())
          .as(standIn.call(call))
          .isInstanceOfSatisfying(
              CudaState.Broken.class,
              broken -> {
                assertThat(broken.failure().status()).isEqualTo(700);
                assertThat(broken.failure().statusName()).isEqualTo("cudaErrorIllegalAddress");
                assertThat(broken.failure().nativeText())
                    .isEqualTo("an illegal memory access was encountered");
              });
    }
  }

  @Test
  void versionsAreOrdered() {
    assertThat(List.of(new CudaVersion(13, 1), new CudaVersion(12, 9), new CudaVersion(13, 0)))
        .satisfies(versions ->
            assertThat(versions.stream().sorted().map(CudaVersion::toString))
                .containsExactly("12.9", "13.0", "13.1"));
  }
}
