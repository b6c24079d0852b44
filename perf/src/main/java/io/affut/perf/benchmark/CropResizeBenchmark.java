package io.affut.perf.benchmark;

import io.affut.perf.TwelveMegapixels;
import io.affut.preprocessing.resize.Crop;
import io.affut.preprocessing.resize.CropResizeKernel;
import io.affut.preprocessing.resize.ResampleFilter;
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
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/// A square out of 12 megapixels to the 182 pixels that DeepFaune's classifier takes, bicubic.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(value = 1, jvmArgsAppend = "--enable-native-access=ALL-UNNAMED")
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class CropResizeBenchmark {
  static final int SIZE = 182;

  private static final int LEFT = 900;
  private static final int TOP = 300;

  /// The side of the square, in pixels of the picture: smaller than the output, usual, and nearly
  /// the whole picture.
  @Param({"100", "1000", "2500"})
  private int side = 1000;

  private final CropResizeKernel kernel = new CropResizeKernel(ResampleFilter.BICUBIC);
  private Arena arena;
  private MemorySegment picture;
  private MemorySegment target;

  /// A benchmark that [#prepare] has to make ready.
  public CropResizeBenchmark() {}

  static CropResizeBenchmark of(int side) {
    CropResizeBenchmark benchmark = new CropResizeBenchmark();
    benchmark.side = side;
    return benchmark;
  }

  /// Makes a picture of noise; what is in it does not matter for the time.
  @Setup(Level.Trial)
  public void prepare() {
    arena = Arena.ofConfined();
    long bytes = 3L * TwelveMegapixels.WIDTH * TwelveMegapixels.HEIGHT;
    picture = arena.allocate(bytes, 64);
    target = arena.allocate(3L * SIZE * SIZE, 64);
    Random random = new Random(8);
    for (long at = 0; at < bytes; at += Long.BYTES) {
      picture.set(ValueLayout.JAVA_LONG, at, random.nextLong());
    }
  }

  /// Cuts out and scales.
  ///
  /// @return the input of a classifier, u8 RGB NHWC
  @Benchmark
  public MemorySegment cropAndResize() {
    Crop crop = new Crop(LEFT, TOP, side, side);
    kernel.run(picture, TwelveMegapixels.WIDTH, TwelveMegapixels.HEIGHT, crop, SIZE, target);
    return target;
  }

  /// The level of a channel of the picture at a position in the square.
  int level(int x, int y, int channel) {
    long at = 3L * ((TOP + y) * (long) TwelveMegapixels.WIDTH + LEFT + x) + channel;
    return picture.get(ValueLayout.JAVA_BYTE, at) & 255;
  }

  /// Gives the memory back.
  @TearDown(Level.Trial)
  public void close() {
    arena.close();
  }
}
