package io.affut.engine.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeviceTest {
  static final List<Device> DEVICES =
      List.of(
          Device.AUTO,
          Device.CPU,
          Device.GPU,
          Device.NPU,
          new Device.OpenVino("GPU.1"),
          new Device.Cuda(0),
          new Device.Cuda(17),
          new Device.AllCuda());

  @ParameterizedTest
  @FieldSource("DEVICES")
  void aDeviceIsFoundByItsWord(Device device) {
    assertThat(Device.of(device.word())).contains(device);
    assertThat(device.word()).isEqualTo(device.word().toLowerCase());
  }

  @Test
  void upperAndLowerCaseAreTheSame() {
    assertThat(Device.of("Cpu")).contains(Device.CPU);
    assertThat(Device.of("AUTO")).contains(Device.AUTO);
    assertThat(Device.of("CUDA:1")).contains(new Device.Cuda(1));
    assertThat(Device.of("gpu.0")).contains(new Device.OpenVino("GPU.0"));
  }

  @Test
  void cudaAloneIsTheFirst() {
    assertThat(Device.of("cuda")).contains(new Device.Cuda(0));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " cpu",
        "tpu",
        "cpu:0",
        "cpu,gpu",
        "cuda:",
        "cuda:-1",
        "cuda:x",
        "cuda:99999",
        "gpu:0",
        "gpu.",
        "all:1"
      })
  void anyOtherWordIsNoDevice(String word) {
    assertThat(Device.of(word)).isEmpty();
  }
}
