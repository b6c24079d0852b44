package io.affut.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PercentilesTest {
  private static final long MILLISECOND = 1_000_000;

  @ParameterizedTest(name = "of 15, 20, 35, 40, 50 the percentile {0} is {1}")
  @CsvSource({"0, 15", "5, 15", "20, 15", "30, 20", "40, 20", "50, 35", "99, 50", "100, 50"})
  void theNearestRankIsTaken(double percent, double expected) {
    Percentiles five =
        new Percentiles(
            40 * MILLISECOND,
            15 * MILLISECOND,
            50 * MILLISECOND,
            35 * MILLISECOND,
            20 * MILLISECOND);
    assertThat(five.milliseconds(percent)).isEqualTo(expected);
  }

  @Test
  void theMeanIsInMilliseconds() {
    assertThat(new Percentiles(1_500_000, 500_000).mean()).isEqualTo(1);
  }

  @Test
  void nothingHasNoPercentile() {
    assertThatIllegalArgumentException().isThrownBy(Percentiles::new);
    assertThatIllegalArgumentException().isThrownBy(() -> new Percentiles(1).milliseconds(101));
  }

  @Property
  void atLeastSoManyAreNotAboveItAndFewerAreBelow(
      @ForAll @Size(min = 1, max = 50) @LongRange(min = 0, max = 1_000_000_000) long[] times,
      @ForAll @DoubleRange(min = 0, max = 100) double percent) {
    double value = new Percentiles(times).milliseconds(percent);
    long notAbove = Arrays.stream(times).filter(t -> t / 1e6 <= value).count();
    long below = Arrays.stream(times).filter(t -> t / 1e6 < value).count();
    assertThat((double) notAbove).isGreaterThanOrEqualTo(percent * times.length / 100);
    assertThat((double) below).isLessThanOrEqualTo(percent * times.length / 100);
    assertThat(Arrays.stream(times).mapToDouble(t -> t / 1e6))
        .anySatisfy(time -> assertThat(time).isCloseTo(value, within(0.0)));
  }
}
