package io.affut.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class ResidentMemoryTest {
  @Test
  void theKernelsKilobytesAreBytes() {
    ResidentMemory memory =
        ResidentMemory.of(List.of("Name:\tjava", "VmHWM:\t  346000 kB", "VmRSS:\t    1024 kB"));
    assertThat(memory.now()).hasValue(1 << 20);
    assertThat(memory.peak()).hasValue(346_000L * 1024);
  }

  @Test
  void aSystemThatSaysNothingHasNone() {
    assertThat(ResidentMemory.of(List.of()))
        .isEqualTo(new ResidentMemory(OptionalLong.empty(), OptionalLong.empty()));
  }
}
