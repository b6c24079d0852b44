package io.affut.engine.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeviceTest {

  @ParameterizedTest
  @EnumSource
  void aDeviceIsFoundByItsWord(Device device) {
    assertThat(Device.of(device.word())).contains(device);
    assertThat(device.word()).isLowerCase();
  }

  @Test
  void upperAndLowerCaseAreTheSame() {
    assertThat(Device.of("Cpu")).isEqualTo(Optional.of(Device.CPU));
    assertThat(Device.of("AUTO")).isEqualTo(Optional.of(Device.AUTO));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " cpu", "tpu", "cuda", "cpu:0", "cpu,gpu"})
  void anyOtherWordIsNoDevice(String word) {
    assertThat(Device.of(word)).isEmpty();
  }
}
