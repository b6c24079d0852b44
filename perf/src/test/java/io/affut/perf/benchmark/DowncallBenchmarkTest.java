package io.affut.perf.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import io.affut.perf.Parts;
import org.junit.jupiter.api.Test;

class DowncallBenchmarkTest {

  @Test
  void aRequestIsDoneOnceItHasRunAndNotWhenItHasJustBegun() {
    Parts.requireOpenVino();
    DowncallBenchmark benchmark = new DowncallBenchmark();
    benchmark.prepare();
    assertThat(benchmark.ask()).isTrue();
    benchmark.request().start();
    assertThat(benchmark.ask()).isFalse();
    benchmark.request().await();
    assertThat(benchmark.ask()).isTrue();
    benchmark.close();
    assertThat(benchmark.ledger().snapshot()).isEmpty();
  }
}
