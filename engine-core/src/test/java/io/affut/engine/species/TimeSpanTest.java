package io.affut.engine.species;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimeSpanTest {
  @ParameterizedTest
  @CsvSource({
    "10s, PT10S",
    "10, PT10S",
    "0.5, PT0.5S",
    "1h30m, PT1H30M",
    "+1h, PT1H",
    "-1h, PT-1H",
    "2d, PT48H",
    "-1d2H, PT-26H",
    "0s, PT0S",
    "' 5m ', PT5M"
  })
  void asPeopleWriteThem(String text, Duration span) {
    assertThat(TimeSpan.parse(text)).isEqualTo(span);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-", "h", "10 s", "1x", "1m1h", "PT1H", "99999999999999999999d"})
  void whatIsNoSpanIsNamed(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TimeSpan.parse(text))
        .withMessageContaining("'" + text + "' is not a span of time");
  }

  @Property
  void whatIsWrittenIsReadBack(@ForAll @LongRange(min = -100_000_000, max = 100_000_000) long ms) {
    Duration span = Duration.ofMillis(ms);
    assertThat(TimeSpan.parse(TimeSpan.text(span))).isEqualTo(span);
  }
}
