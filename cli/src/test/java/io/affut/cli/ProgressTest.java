package io.affut.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProgressTest {
  @ParameterizedTest
  @CsvSource({"0, 0:00", "9, 0:09", "75, 1:15", "3599, 59:59", "3600, 1:00:00", "108245, 30:04:05"})
  void theTimeThatIsLeftIsReadAsThatOfAClock(long seconds, String shown) {
    assertThat(Progress.Lines.time(seconds)).isEqualTo(shown);
  }
}
