package io.affut.perf.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import io.affut.engine.head.Candidate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SuppressionBenchmarkTest {

  @ParameterizedTest
  @ValueSource(ints = {10, 100, 1000})
  void whatStaysIsWhatRemovingTheBoxesUnderTheBestOneAgainAndAgainLeaves(int boxes) {
    SuppressionBenchmark benchmark = SuppressionBenchmark.of(boxes);
    benchmark.prepare();
    List<Candidate> left = new ArrayList<>(benchmark.candidates());
    assertThat(left).hasSize(boxes);
    List<Candidate> kept = new ArrayList<>();
    while (!left.isEmpty() && kept.size() < SuppressionBenchmark.MOST) {
      Candidate best = left.stream().max(Comparator.comparing(Candidate::confidence)).orElseThrow();
      kept.add(best);
      left.removeIf(other ->
          other.category().equals(best.category())
                  && overlap(other, best) > SuppressionBenchmark.OVERLAP
              || other == best);
    }
    assertThat(benchmark.suppress()).isEqualTo(kept);
    if (boxes > 10) {
      assertThat(kept.size()).isLessThan(boxes);
    }
  }

  private static double overlap(Candidate a, Candidate b) {
    double across = Math.min(a.right(), b.right()) - Math.max(a.left(), b.left());
    double down = Math.min(a.bottom(), b.bottom()) - Math.max(a.top(), b.top());
    double both = Math.max(across, 0) * Math.max(down, 0);
    return both / (area(a) + area(b) - both);
  }

  private static double area(Candidate box) {
    return (double) (box.right() - box.left()) * (box.bottom() - box.top());
  }
}
