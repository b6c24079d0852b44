package io.affut.cli.bench;

import io.affut.engine.pipeline.Engine;
import io.affut.engine.pipeline.PictureFile;
import io.affut.engine.pipeline.ResultSink;
import io.affut.engine.pipeline.Stage;
import io.affut.engine.results.DetectedPicture;
import io.affut.engine.results.PictureResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.AbstractList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.RandomAccess;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/// What an engine did in a while of steady work.
///
/// The while begins with the first result after the warm-up and ends with the first one when its
/// length is over, so nothing of the start or the end of a run is in it.
///
/// @param slices every stage of the pictures whose results came in the while, those that failed
///   excepted
/// @param done how many pictures came out well
/// @param failed how many did not
/// @param used meanwhile by the whole process
/// @param memory at its end
public record Measurement(
    List<Slice> slices, int done, int failed, Usage used, ResidentMemory memory) {

  /// What comes between the beginning of reading and the boxes, in order.
  public static final List<Stage> TO_BOXES =
      List.of(Stage.READ, Stage.DECODE, Stage.LETTERBOX, Stage.INFER, Stage.BOXES);

  /// Runs `engine` over `files`, again and again.
  ///
  /// @param oneByOne whether a picture begins when the one before is done, so that its latency is
  ///   that of a picture alone
  /// @param interrupted ends it early
  /// @return nothing when it was interrupted before there was anything to measure
  public static Optional<Measurement> of(
      Engine engine,
      List<PictureFile> files,
      Duration warmUp,
      Duration length,
      boolean oneByOne,
      BooleanSupplier interrupted) {
    StageRecorder recorder = new StageRecorder();
    Window window = new Window(warmUp, length);
    BooleanSupplier over = () -> window.isOver() || interrupted.getAsBoolean();
    Turns turns = new Turns(over);
    try {
      engine.detect(
          new Repeated(files),
          oneByOne ? window.then(turns::next) : window,
          oneByOne ? turns : over,
          recorder);
    } catch (IOException e) {
      throw new UncheckedIOException("the measurement writes nothing", e);
    }
    return window.measured(recorder);
  }

  /// Pictures that came out well, in a second.
  public double perSecond() {
    return done / (used.nanoseconds() / 1e9);
  }

  /// How long each picture took from the beginning of its reading to its boxes, waiting included.
  public Percentiles latency() {
    Map<Integer, Long> begins = new TreeMap<>();
    Map<Integer, Long> ends = new TreeMap<>();
    for (Slice slice : slices) {
      if (slice.stage() == Stage.READ) {
        begins.put(slice.picture(), slice.begin());
      } else if (slice.stage() == Stage.BOXES) {
        ends.put(slice.picture(), slice.end());
      }
    }
    return new Percentiles(
        ends.entrySet().stream()
            .mapToLong(end -> end.getValue() - begins.get(end.getKey()))
            .toArray());
  }

  /// How long the stages that there were took by the wall clock.
  public Map<Stage, Percentiles> stages() {
    Map<Stage, Percentiles> stages = new EnumMap<>(Stage.class);
    for (Stage stage : Stage.values()) {
      long[] durations =
          slices.stream()
              .filter(slice -> slice.stage() == stage)
              .mapToLong(Slice::duration)
              .toArray();
      if (durations.length > 0) {
        stages.put(stage, new Percentiles(durations));
      }
    }
    return stages;
  }

  /// The processor time of a picture's stages, the mean in milliseconds. The network's is what the
  /// process used beside all others, so garbage collection and compilation are in it too.
  public Map<Stage, Double> cpu() {
    Map<Stage, Double> cpu = new EnumMap<>(Stage.class);
    for (Stage stage : Stage.values()) {
      cpu.put(stage, 0.0);
    }
    for (Slice slice : slices) {
      cpu.merge(slice.stage(), slice.cpu() / 1e6 / done, Double::sum);
    }
    double known = cpu.values().stream().mapToDouble(Double::doubleValue).sum();
    cpu.put(Stage.INFER, Math.max(0, used.cpu() / 1e6 / done - known));
    return cpu;
  }

  /// How long a picture waits between its stages, the mean in milliseconds.
  public double waiting() {
    Map<Stage, Percentiles> stages = stages();
    return latency().mean() - TO_BOXES.stream().mapToDouble(s -> stages.get(s).mean()).sum();
  }

  /// Java heap that is allocated for a picture, the mean in bytes.
  public double allocated() {
    return (double) used.allocated() / (done + failed);
  }

  /// How many processors were busy, the mean.
  public double busy() {
    return (double) used.cpu() / used.nanoseconds();
  }

  /// Files over and over, as one list without an end.
  private static final class Repeated extends AbstractList<PictureFile> implements RandomAccess {
    private final List<PictureFile> files;

    Repeated(List<PictureFile> files) {
      this.files = files;
    }

    @Override
    public PictureFile get(int index) {
      return files.get(index % files.size());
    }

    @Override
    public int size() {
      return Integer.MAX_VALUE;
    }
  }

  /// Counts results from one moment to another.
  private static final class Window implements ResultSink {
    private final long warmUp;
    private final long length;
    private final long start = System.nanoTime();
    private final Set<Integer> done = new HashSet<>();
    private int failed;
    private Optional<Usage> first = Optional.empty();
    private Optional<Usage> used = Optional.empty();
    private ResidentMemory memory;
    private volatile boolean over;

    Window(Duration warmUp, Duration length) {
      this.warmUp = warmUp.toNanos();
      this.length = length.toNanos();
    }

    boolean isOver() {
      return over;
    }

    @Override
    public void accept(int index, PictureResult result, Optional<Throwable> cause) {
      if (over) {
        return;
      }
      if (first.isEmpty()) {
        if (System.nanoTime() - start >= warmUp) {
          first = Optional.of(Usage.now());
        }
        return;
      }
      if (result instanceof DetectedPicture) {
        done.add(index);
      } else {
        failed++;
      }
      if (System.nanoTime() - first.get().nanoseconds() >= length) {
        end();
      }
    }

    private void end() {
      used = Optional.of(Usage.now().since(first.orElseThrow()));
      memory = ResidentMemory.read();
      over = true;
    }

    @Override
    public void idle() {}

    /// The same, which tells of each result after it was counted.
    ResultSink then(Runnable counted) {
      return new ResultSink() {
        @Override
        public void accept(int index, PictureResult result, Optional<Throwable> cause) {
          Window.this.accept(index, result, cause);
          counted.run();
        }

        @Override
        public void idle() {}
      };
    }

    Optional<Measurement> measured(StageRecorder recorder) {
      if (!over && done.size() + failed > 0) {
        end(); // interrupted
      }
      return used.map(usage ->
          new Measurement(
              recorder.slices().stream()
                  .filter(slice -> done.contains(slice.picture()))
                  .collect(Collectors.toUnmodifiableList()),
              done.size(),
              failed,
              usage,
              memory));
    }
  }
}
