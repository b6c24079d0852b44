package io.affut.perf.gpu;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.LongUnaryOperator;
import org.junit.jupiter.api.Test;

class MemoryWatchTest {
  private static final long MIB = 1L << 20;

  private static MemoryWatch watch(int samples, LongUnaryOperator mebibytes) {
    MemoryWatch watch = new MemoryWatch();
    for (int i = 0; i < samples; i++) {
      watch.add(mebibytes.applyAsLong(i) * MIB);
    }
    return watch;
  }

  @Test
  void whatIsWarmAfterAQuarterIsFlat() {
    MemoryWatch watch = watch(100, i -> Math.min(i * 20, 500));
    assertThat(watch.isFlat()).isTrue();
    assertThat(watch.growth()).isZero();
    assertThat(watch.first()).isZero();
    assertThat(watch.most()).isEqualTo(500 * MIB);
    assertThat(watch.last()).isEqualTo(500 * MIB);
  }

  @Test
  void aLeakIsNot() {
    assertThat(watch(300, i -> 500 + i).isFlat()).isFalse();
    assertThat(watch(300, i -> 500 + i).growth()).isEqualTo(150 * MIB);
  }

  @Test
  void ofMuchMemoryTwoInAHundredMayCome() {
    assertThat(watch(100, i -> i < 75 ? 10_000 : 10_190).isFlat()).isTrue();
    assertThat(watch(100, i -> i < 75 ? 10_000 : 10_210).isFlat()).isFalse();
  }

  @Test
  void oneSampleIsEnough() {
    assertThat(watch(1, i -> 7).isFlat()).isTrue();
    assertThat(watch(3, i -> 7).growth()).isZero();
  }
}
