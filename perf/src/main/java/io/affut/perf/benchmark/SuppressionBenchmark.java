package io.affut.perf.benchmark;

import io.affut.engine.detection.Category;
import io.affut.engine.head.Candidate;
import io.affut.engine.head.NonMaximumSuppression;
import java.util.ArrayList;
import java.util.List;
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
import org.openjdk.jmh.annotations.Warmup;

/// Suppression of boxes that lie in clusters, as those of a detector do.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class SuppressionBenchmark {
  static final float OVERLAP = 0.7f;
  static final int MOST = 300;

  private static final int IN_A_CLUSTER = 10;

  /// How many boxes there are: few as with a high threshold, or many as with a low one.
  @Param({"10", "100", "1000"})
  private int boxes = 100;

  private List<Candidate> candidates;

  /// A benchmark that [#prepare] has to make ready.
  public SuppressionBenchmark() {}

  static SuppressionBenchmark of(int boxes) {
    SuppressionBenchmark benchmark = new SuppressionBenchmark();
    benchmark.boxes = boxes;
    return benchmark;
  }

  /// Makes the boxes.
  @Setup(Level.Trial)
  public void prepare() {
    Random random = new Random(3);
    List<Category> categories =
        List.of(new Category("animal"), new Category("person"), new Category("vehicle"));
    candidates = new ArrayList<>();
    float x = 0;
    float y = 0;
    for (int i = 0; i < boxes; i++) {
      if (i % IN_A_CLUSTER == 0) {
        x = random.nextFloat() * 800;
        y = random.nextFloat() * 600;
      }
      float left = x + random.nextFloat() * 20;
      float top = y + random.nextFloat() * 20;
      candidates.add(
          new Candidate(
              categories.get(random.nextInt(3)),
              random.nextFloat(),
              left,
              top,
              left + 80 + random.nextFloat() * 20,
              top + 80 + random.nextFloat() * 20));
    }
  }

  /// Suppresses.
  @Benchmark
  public List<Candidate> suppress() {
    return NonMaximumSuppression.within(candidates, OVERLAP, MOST);
  }

  List<Candidate> candidates() {
    return candidates;
  }
}
