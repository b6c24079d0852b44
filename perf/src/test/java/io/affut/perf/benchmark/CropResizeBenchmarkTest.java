package io.affut.perf.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CropResizeBenchmarkTest {
  private static final int SIZE = CropResizeBenchmark.SIZE;

  @ParameterizedTest
  @ValueSource(ints = {100, 1000})
  void whatItMakesIsTheSquareWeighedByTheCubicKernel(int side) {
    CropResizeBenchmark benchmark = CropResizeBenchmark.of(side);
    benchmark.prepare();
    MemorySegment made = benchmark.cropAndResize();
    assertThat(made.byteSize()).isEqualTo(3L * SIZE * SIZE);
    for (int y = 0; y < SIZE; y += 13) {
      for (int x = 0; x < SIZE; x += 11) {
        int level = made.get(ValueLayout.JAVA_BYTE, 3L * (y * SIZE + x) + 1) & 255;
        assertThat((double) level).isCloseTo(weighed(benchmark, side, x, y), within(1.0));
      }
    }
    benchmark.close();
  }

  /// The green of an output pixel: the pixels of the square in reach are weighed across, rounded to
  /// 8 bits, and weighed down.
  private static double weighed(CropResizeBenchmark benchmark, int side, int x, int y) {
    double scale = (double) side / SIZE;
    double reach = 2 * Math.max(scale, 1);
    double sum = 0;
    double weights = 0;
    for (int fromY = first(y, scale, reach); fromY < end(y, scale, reach, side); fromY++) {
      double sumAcross = 0;
      double weightsAcross = 0;
      for (int fromX = first(x, scale, reach); fromX < end(x, scale, reach, side); fromX++) {
        sumAcross += cubic(fromX, x, scale) * benchmark.level(fromX, fromY, 1);
        weightsAcross += cubic(fromX, x, scale);
      }
      sum += cubic(fromY, y, scale) * Math.clamp(Math.round(sumAcross / weightsAcross), 0, 255);
      weights += cubic(fromY, y, scale);
    }
    return Math.clamp(sum / weights, 0.0, 255.0);
  }

  private static int first(int at, double scale, double reach) {
    return (int) Math.max(0, Math.floor((at + 0.5) * scale - reach));
  }

  private static int end(int at, double scale, double reach, int side) {
    return (int) Math.min(side, Math.ceil((at + 0.5) * scale + reach));
  }

  /// Keys' cubic convolution with a = -0.5, as wide as the output pixel is in the source.
  private static double cubic(int from, int at, double scale) {
    double t = Math.abs(((from + 0.5) - (at + 0.5) * scale) / Math.max(scale, 1));
    if (t < 1) {
      return (1.5 * t - 2.5) * t * t + 1;
    }
    return t < 2 ? ((-0.5 * t + 2.5) * t - 4) * t + 2 : 0;
  }
}
