package io.affut.perf.benchmark;

import io.affut.bindings.memory.NativeLedger;
import io.affut.bindings.turbojpeg.TurboJpeg;
import io.affut.perf.Installed;
import io.affut.perf.TwelveMegapixels;
import io.affut.preprocessing.picture.DecodeScale;
import io.affut.preprocessing.picture.Picture;
import io.affut.preprocessing.picture.PictureReader;
import io.affut.preprocessing.picture.UnreadablePictureException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
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

/// Reading and decoding one JPEG of 12 megapixels, file and all, by decoder and scale.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(value = 1, jvmArgsAppend = "--enable-native-access=ALL-UNNAMED")
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class DecodeBenchmark {

  /// What decodes, and to which part of the full width.
  public enum How {
    /// libjpeg-turbo, every pixel.
    TURBO_FULL(1),
    /// libjpeg-turbo, half the width.
    TURBO_HALF(2),
    /// libjpeg-turbo, a quarter of the width.
    TURBO_QUARTER(4),
    /// libjpeg-turbo, an eighth of the width.
    TURBO_EIGHTH(8),
    /// What serves where there is no libjpeg-turbo; it knows the full size only.
    IMAGE_IO(1);

    private final int divisor;

    How(int divisor) {
      this.divisor = divisor;
    }

    int width() {
      return TwelveMegapixels.WIDTH / divisor;
    }

    int height() {
      return TwelveMegapixels.HEIGHT / divisor;
    }

    private DecodeScale scale() {
      return divisor == 1 ? new DecodeScale.Full() : new DecodeScale.Covering(width(), height());
    }
  }

  @Param private How how = How.TURBO_FULL;

  private final NativeLedger ledger = new NativeLedger();
  private Path folder;
  private Path file;
  private PictureReader reader;

  /// A benchmark that [#prepare] has to make ready.
  public DecodeBenchmark() {}

  static DecodeBenchmark of(How how) {
    DecodeBenchmark benchmark = new DecodeBenchmark();
    benchmark.how = how;
    return benchmark;
  }

  /// Writes the file and opens a reader.
  ///
  /// @throws IllegalStateException when there is no libjpeg-turbo and it is asked for
  @Setup(Level.Trial)
  public void prepare() throws IOException {
    Optional<TurboJpeg> decoder = Optional.empty();
    if (how != How.IMAGE_IO) {
      decoder = Installed.turboJpeg(ledger);
      if (decoder.isEmpty()) {
        throw new IllegalStateException("there is no libjpeg-turbo");
      }
    }
    folder = Files.createTempDirectory("affut-decode-");
    file = TwelveMegapixels.jpeg(folder);
    reader = new PictureReader(decoder, PictureReader.DEFAULT_MAX_PIXELS, ledger);
  }

  /// Reads and decodes.
  @Benchmark
  public Picture decode() throws UnreadablePictureException {
    return reader.read(file, how.scale());
  }

  NativeLedger ledger() {
    return ledger;
  }

  Path folder() {
    return folder;
  }

  /// Gives the reader back and removes the file.
  @TearDown(Level.Trial)
  public void close() throws IOException {
    reader.close();
    Files.delete(file);
    Files.delete(folder);
  }
}
