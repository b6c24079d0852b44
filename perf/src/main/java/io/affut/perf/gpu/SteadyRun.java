package io.affut.perf.gpu;

import io.affut.engine.pipeline.Engine;
import io.affut.engine.pipeline.PictureFile;
import io.affut.engine.pipeline.ResultSink;
import io.affut.engine.results.FailedPicture;
import io.affut.engine.results.PictureResult;
import java.io.IOException;
import java.time.Duration;
import java.util.AbstractList;
import java.util.List;
import java.util.Optional;
import java.util.RandomAccess;

/// An engine at work over the same pictures, again and again, for a while. Counting begins with the
/// first result after the warm-up.
final class SteadyRun implements ResultSink {
  private final Duration warmUp;
  private final Duration length;
  private final Tick tick;
  private final long start = System.nanoTime();
  private long begun;
  private long ended;
  private int done;
  private int failed;
  private Optional<String> firstFailure = Optional.empty();

  /// What is to be done about each second meanwhile, and at the end.
  interface Tick {
    void second() throws IOException;
  }

  private long ticked = start;

  private SteadyRun(Duration warmUp, Duration length, Tick tick) {
    this.warmUp = warmUp;
    this.length = length;
    this.tick = tick;
  }

  static SteadyRun of(
      Engine engine, List<PictureFile> pictures, Duration warmUp, Duration length, Tick tick)
      throws IOException {
    SteadyRun run = new SteadyRun(warmUp, length, tick);
    engine.detect(new Repeated(pictures), run, () -> run.ended != 0);
    tick.second();
    return run;
  }

  @Override
  public void accept(int index, PictureResult result, Optional<Throwable> cause)
      throws IOException {
    long now = System.nanoTime();
    if (ended != 0) {
      return;
    }
    if (begun == 0) {
      if (now - start >= warmUp.toNanos()) {
        begun = now;
      }
    } else if (result instanceof FailedPicture picture) {
      failed++;
      firstFailure = firstFailure.or(() -> Optional.of(picture.file() + ": " + picture.reason()));
    } else {
      done++;
    }
    if (begun != 0 && now - begun >= length.toNanos()) {
      ended = now;
    }
    if (now - ticked >= 1_000_000_000L) {
      ticked = now;
      tick.second();
    }
  }

  @Override
  public void idle() {}

  /// Pictures that came out well.
  int done() {
    return done;
  }

  int failed() {
    return failed;
  }

  Optional<String> firstFailure() {
    return firstFailure;
  }

  /// Pictures that came out well, in a second.
  double perSecond() {
    return done / ((ended - begun) / 1e9);
  }

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
}
