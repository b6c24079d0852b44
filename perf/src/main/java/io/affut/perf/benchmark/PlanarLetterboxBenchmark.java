package io.affut.perf.benchmark;

import io.affut.perf.TwelveMegapixels;
import io.affut.preprocessing.resize.Letterbox;
import io.affut.preprocessing.resize.LetterboxRule;
import io.affut.preprocessing.resize.PlanarLetterboxKernel;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/// 12 megapixels into the 960 x 736 input that DeepFaune's detector has for 4:3, in planes of
/// 32-bit floats.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(value = 1, jvmArgsAppend = "--enable-native-access=ALL-UNNAMED")
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class PlanarLetterboxBenchmark {
  private static final LetterboxRule RULE = LetterboxBenchmark.RULE;

  private final PlanarLetterboxKernel kernel = new PlanarLetterboxKernel();
  private final Letterbox letterbox =
      Letterbox.fit(TwelveMegapixels.WIDTH, TwelveMegapixels.HEIGHT, RULE);
  private Arena arena;
  private MemorySegment picture;
  private MemorySegment target;

  /// A benchmark that [#prepare] has to make ready.
  public PlanarLetterboxBenchmark() {}

  /// Makes a picture of noise; what is in it does not matter for the time.
  @Setup(Level.Trial)
  public void prepare() {
    arena = Arena.ofConfined();
    long bytes = 3L * TwelveMegapixels.WIDTH * TwelveMegapixels.HEIGHT;
    picture = arena.allocate(bytes, 64);
    target =
        arena.allocate(3L * Float.BYTES * letterbox.targetWidth() * letterbox.targetHeight(), 64);
    Random random = new Random(7);
    for (long at = 0; at < bytes; at += Long.BYTES) {
      picture.set(ValueLayout.JAVA_LONG, at, random.nextLong());
    }
  }

  /// Scales, pads and divides by 255.
  ///
  /// @return the input, f32 RGB NCHW
  @Benchmark
  public MemorySegment letterbox() {
    kernel.run(
        picture,
        TwelveMegapixels.WIDTH,
        TwelveMegapixels.HEIGHT,
        letterbox,
        RULE.pad(),
        255,
        target);
    return target;
  }

  MemorySegment picture() {
    return picture;
  }

  /// Gives the memory back.
  @TearDown(Level.Trial)
  public void close() {
    arena.close();
  }
}
