package io.affut.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

/// What a command of the program left behind.
///
/// @param status the exit status
/// @param out what it wrote to standard output
/// @param err what it wrote to standard error
record Ended(int status, String out, String err) {

  /// This, if it ended with `expected`.
  Ended with(int expected) {
    assertThat(status).as("exit status; it said:%n%s%n%s", out, err).isEqualTo(expected);
    return this;
  }

  /// The lines of standard error.
  List<String> errLines() {
    return err.lines().toList();
  }

  /// The one sentence that it ended with, and nothing else on standard error.
  String sentence() {
    assertThat(errLines()).as("one line").hasSize(1);
    return firstSentence();
  }

  /// The sentence that it ended with; advice may follow in further lines.
  String firstSentence() {
    String first = errLines().getFirst();
    assertThat(first).startsWith("affut: ").endsWith(".").doesNotContain("Exception");
    return first;
  }

  /// The number that the summary of a run gives for `what`, such as `empty`.
  int summary(String what) {
    return out.lines()
        .map(line -> line.split("\\s+"))
        .filter(words -> words.length > 1 && words[0].equals(what))
        .map(words -> Integer.valueOf(words[1]))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no " + what + " in the summary:\n" + out));
  }
}
