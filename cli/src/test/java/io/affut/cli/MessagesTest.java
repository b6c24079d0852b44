package io.affut.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// What is written where, for people and for programs.
class MessagesTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @Test
  void aNameCanNeitherBreakALineNorSteerATerminal() {
    assertThat(Messages.printable("a\nb\r\u001b[2Jc\u0007\u009bé\t"))
        .isEqualTo("a\\nb\\r\\u001b[2Jc\\u0007\\u009bé\\u0009");
    messages(false, false, false).warn("failed: a\nb.jpg");
    assertThat(err()).isEqualTo("failed: a\\nb.jpg\n");
  }

  @Test
  void resultsGoToStandardOutputAndMessagesToStandardError() {
    Messages messages = messages(false, false, false);
    messages.result("a result");
    messages.say("a message");
    messages.warn("a warning");
    messages.event("an event", Map.of());
    assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("a result\n");
    assertThat(err()).isEqualTo("a message\na warning\n");
  }

  @Test
  void quietLeavesWarningsAndFailures() {
    Messages messages = messages(true, false, false);
    messages.say("a message");
    messages.warn("a warning");
    messages.failure(new FailureReport("It failed.", 4), new IllegalStateException());
    assertThat(err()).isEqualTo("a warning\naffut: It failed.\n");
  }

  @Test
  void adviceFollowsTheSentenceInLinesOfItsOwn() {
    messages(false, false, false)
        .failure(new FailureReport("It is missing.\n  here: no\nInstall it.", 3), new Error());
    assertThat(err()).isEqualTo("affut: It is missing.\n  here: no\nInstall it.\n");
  }

  @Test
  void verboseShowsWhatLiesBehind() {
    messages(false, true, false)
        .failure(new FailureReport("It failed.", 70), new IllegalStateException("the cause"));
    assertThat(err())
        .startsWith("affut: It failed.\njava.lang.IllegalStateException: the cause\n\tat ");
  }

  @Test
  void asJsonEveryMessageIsOneObjectALine() {
    Messages messages = messages(true, true, true);
    messages.say("a \"message\"");
    messages.warn("two\nlines");
    messages.failure(new FailureReport("It failed.", 4), new IllegalStateException("why"));
    assertThat(err().lines())
        .containsExactly(
            "{\"event\":\"message\",\"text\":\"a \\\"message\\\"\"}",
            "{\"event\":\"warning\",\"text\":\"two\\nlines\"}",
            err().lines().filter(line -> line.contains("\"failure\"")).findFirst().orElseThrow(),
            "{\"event\":\"cause\",\"text\":\"java.lang.IllegalStateException: why\"}");
    assertThat(err()).contains("\"text\":\"It failed.\"", "\"exit_code\":4");
  }

  @Test
  void aPictureThatFailedIsTwoFieldsForPrograms() {
    messages(true, false, false).failed("a: b.jpg", "is empty");
    assertThat(err()).isEqualTo("failed: a: b.jpg: is empty\n");
    err.reset();
    messages(true, false, true).failed("a: b.jpg", "is empty");
    assertThat(err()).startsWith("{\"event\":\"failed\",");
    assertThat(err()).contains("\"file\":\"a: b.jpg\"", "\"reason\":\"is empty\"");
  }

  @Test
  void aLineTakesAProgressBarOffTheScreenFirst() {
    Messages messages = messages(false, false, false);
    messages.shareWithBar(5);
    messages.warn("a warning");
    messages.shareWithBar(0);
    messages.warn("another");
    assertThat(err()).isEqualTo("\r     \ra warning\nanother\n");
  }

  private Messages messages(boolean quiet, boolean verbose, boolean json) {
    return new Messages(
        new PrintStream(out, true, StandardCharsets.UTF_8),
        new PrintStream(err, true, StandardCharsets.UTF_8),
        quiet,
        verbose,
        json);
  }

  private String err() {
    return err.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
  }
}
