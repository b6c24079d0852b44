package io.affut.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
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

  /// A picture a second, for an hour.
  @Test
  void linesComeTheMoreSeldomTheLongerARunTakes() {
    List<Integer> seconds = secondsWithALine(messages);
    assertThat(seconds.subList(0, 12))
        .containsExactly(5, 10, 15, 20, 25, 30, 35, 40, 45, 50, 55, 60);
    assertThat(seconds.subList(12, 15)).containsExactly(90, 120, 150);
    assertThat(seconds.subList(29, seconds.size()))
        .containsExactly(600, 900, 1200, 1500, 1800, 2100, 2400, 2700, 3000, 3300);
    assertThat(drawn()).contains("900 of 3600 pictures, 1.0 a second, 45:00 left");
  }

  @Test
  void programsAreToldEveryFiveSecondsAsLongAsARunTakes() {
    PrintStream nowhere = new PrintStream(new ByteArrayOutputStream());
    PrintStream shown = new PrintStream(err, true, StandardCharsets.UTF_8);
    assertThat(secondsWithALine(new Messages(nowhere, shown, false, false, true))).hasSize(719);
  }

  private List<Integer> secondsWithALine(Messages told) {
    AtomicLong clock = new AtomicLong(-17);
    List<Integer> seconds = new ArrayList<>();
    try (Progress lines = new Progress.Lines(3600, told, clock::get)) {
      for (int second = 1; second <= 3600; second++) {
        clock.addAndGet(1_000_000_000);
        int before = err.size();
        lines.step();
        if (err.size() > before) {
          seconds.add(second);
        }
      }
    }
    return seconds;
  }

  @ParameterizedTest
  @CsvSource({"0, 0:00", "9, 0:09", "75, 1:15", "3599, 59:59", "3600, 1:00:00", "108245, 30:04:05"})
  void theTimeThatIsLeftIsReadAsThatOfAClock(long seconds, String shown) {
    assertThat(Progress.Lines.time(seconds)).isEqualTo(shown);
  }
}
