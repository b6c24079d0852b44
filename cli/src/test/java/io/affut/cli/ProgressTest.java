package io.affut.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The bar on its way.
@Timeout(60)
class ProgressTest {
  /// More than are done in the seconds of a test.
  private static final int PICTURES = 2_000;

  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final Messages messages =
      new Messages(
          new PrintStream(new ByteArrayOutputStream()),
          new PrintStream(err, true, StandardCharsets.UTF_8),
          false,
          false,
          false);

  private List<String> drawn() {
    return Arrays.asList(err.toString(StandardCharsets.UTF_8).split("[\r\n]+"));
  }

  private void stepUntilDrawn(Progress bar, String pattern) throws InterruptedException {
    while (drawn().stream().noneMatch(line -> line.matches(pattern))) {
      bar.step(); // it is drawn a few times a second, and only when something has come
      Thread.sleep(10);
    }
  }

  @Test
  void aBarShowsHowFarItIsTheTimeLeftAndFromTheSecondSecondARate() throws Exception {
    try (Progress bar = new Progress.Bar(PICTURES, messages, 100)) {
      String begun = "Looking +\\d+% \\[=+ +] +\\d+/2000 \\(.* / \\d+:\\d\\d:\\d\\d\\) ";
      stepUntilDrawn(bar, begun + ".+/s");
      messages.warn("a warning");
      stepUntilDrawn(bar, begun + "[\\d.]+/s");
    }
    assertThat(drawn()).contains("a warning").noneMatch(line -> line.length() > 100);
  }

  @Test
  void atTheEndTheBarIsFull() {
    try (Progress bar = new Progress.Bar(3, messages, 100)) {
      for (int i = 0; i < 3; i++) {
        bar.step();
      }
    }
    assertThat(drawn()).anyMatch(bar -> bar.matches("Looking 100% \\[=+] 3/3 .*"));
  }

  @ParameterizedTest
  @CsvSource({"0, 0:00", "9, 0:09", "75, 1:15", "3599, 59:59", "3600, 1:00:00", "108245, 30:04:05"})
  void theTimeThatIsLeftIsReadAsThatOfAClock(long seconds, String shown) {
    assertThat(Progress.Lines.time(seconds)).isEqualTo(shown);
  }
}
