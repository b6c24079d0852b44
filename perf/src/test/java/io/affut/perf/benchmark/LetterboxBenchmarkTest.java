package io.affut.perf.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.affut.perf.TwelveMegapixels;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.Test;

class LetterboxBenchmarkTest {
  private static final int WIDTH = 960;
  private static final int CONTENT = 720;
  private static final int ABOVE = 8;
  private static final double STEP = (double) TwelveMegapixels.WIDTH / WIDTH;

  @Test
  void whatItMakesIsThePictureBetweenEightRowsOfPadding() {
    LetterboxBenchmark benchmark = new LetterboxBenchmark();
    benchmark.prepare();
    MemorySegment made = benchmark.letterbox();
    assertThat(made.byteSize()).isEqualTo(3L * WIDTH * (CONTENT + 2 * ABOVE));
    for (long at = 0; at < 3L * WIDTH * ABOVE; at++) {
      assertThat(level(made, at)).isEqualTo(114);
      assertThat(level(made, made.byteSize() - 1 - at)).isEqualTo(114);
    }
    for (int y = 0; y < CONTENT; y += 7) {
      for (int x = 0; x < WIDTH; x += 11) {
        for (int c = 0; c < 3; c++) {
          assertThat((double) level(made, 3L * ((y + ABOVE) * WIDTH + x) + c))
              .isCloseTo(between(benchmark.picture(), x, y, c), within(1.0));
        }
      }
    }
    benchmark.close();
  }

  /// The value at the middle of an output pixel, of the four pixels around it.
  private static double between(MemorySegment picture, int x, int y, int c) {
    double atX = (x + 0.5) * STEP - 0.5;
    double atY = (y + 0.5) * STEP - 0.5;
    int left = (int) atX;
    int top = (int) atY;
    double across = atX - left;
    double down = atY - top;
    return (1 - down)
            * ((1 - across) * at(picture, left, top, c) + across * at(picture, left + 1, top, c))
        + down
            * ((1 - across) * at(picture, left, top + 1, c)
                + across * at(picture, left + 1, top + 1, c));
  }

  private static int at(MemorySegment picture, int x, int y, int c) {
    return level(picture, 3L * ((long) y * TwelveMegapixels.WIDTH + x) + c);
  }

  private static int level(MemorySegment bytes, long at) {
    return bytes.get(ValueLayout.JAVA_BYTE, at) & 255;
  }
}
