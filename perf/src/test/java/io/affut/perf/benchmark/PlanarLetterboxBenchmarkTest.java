package io.affut.perf.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.Test;

class PlanarLetterboxBenchmarkTest {

  @Test
  void whatItMakesAreTheLevelsOfTheOtherLetterboxDividedBy255() {
    LetterboxBenchmark other = new LetterboxBenchmark();
    other.prepare();
    MemorySegment levels = other.letterbox();
    PlanarLetterboxBenchmark benchmark = new PlanarLetterboxBenchmark();
    benchmark.prepare();
    float[] made = benchmark.letterbox().toArray(ValueLayout.JAVA_FLOAT);
    float[] wanted = new float[(int) levels.byteSize()];
    for (int i = 0; i < wanted.length; i++) {
      int level = levels.get(ValueLayout.JAVA_BYTE, i) & 255;
      wanted[i % 3 * (wanted.length / 3) + i / 3] = level / 255f;
    }
    assertThat(made).isEqualTo(wanted);
    benchmark.close();
    other.close();
  }
}
