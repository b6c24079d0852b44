package io.affut.bindings.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.Test;

class NativeBufferTest {
  private final NativeLedger ledger = new NativeLedger();

  @Test
  void isReusedAsLongAsItIsLargeEnough() {
    try (var buffer = NativeBuffer.confined(ledger, "test")) {
      MemorySegment first = buffer.atLeast(1000);
      first.set(ValueLayout.JAVA_BYTE, 999, (byte) 7);
      MemorySegment second = buffer.atLeast(1000);
      assertThat(second.address()).isEqualTo(first.address());
      assertThat(second.get(ValueLayout.JAVA_BYTE, 999)).isEqualTo((byte) 7);
    }
  }

  @Test
  void isAlignedForTheWidestVectors() {
    try (var buffer = NativeBuffer.shared(ledger, "test")) {
      assertThat(buffer.atLeast(1).address() % NativeBuffer.ALIGNMENT).isZero();
    }
  }

  @Test
  void growingGivesTheOldMemoryBack() {
    try (var buffer = NativeBuffer.confined(ledger, "test")) {
      MemorySegment small = buffer.atLeast(100);
      buffer.atLeast(1_000_000);
      assertThat(small.scope().isAlive()).isFalse();
      assertThat(ledger.snapshot().get("test bytes")).isBetween(1_000_000L, 1_300_000L);
    }
    assertThat(ledger.snapshot()).isEmpty();
  }

  @Test
  void closingTwiceIsFineAndUseAfterwardsNamesTheBuffer() {
    var buffer = NativeBuffer.confined(ledger, "pixels");
    buffer.atLeast(10);
    buffer.close();
    buffer.close();
    assertThat(ledger.snapshot()).isEmpty();
    assertThatIllegalStateException()
        .isThrownBy(() -> buffer.atLeast(1))
        .withMessageContaining("pixels");
  }
}
