package io.affut.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.affut.testing.Fixtures;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// A run that the user or the system ends early keeps what is done.
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "Windows has no such signals")
class InterruptionIT {
  /// More than any machine looks at in the seconds before the signal comes.
  private static final int PICTURES = 20_000;

  @TempDir Path temporary;
  private Path folder;
  private Path results;

  @BeforeAll
  static void needsTheDefaultModel() {
    Program.installed();
  }

  @BeforeEach
  void manyPicturesThatTakeNoSpace() throws Exception {
    folder = temporary.toRealPath();
    results = folder.resolve("results.json");
    Path picture = Files.copy(Fixtures.at("photos/vehicle.jpg"), folder.resolve("one.jpg"));
    Files.createDirectory(folder.resolve("in"));
    for (int i = 0; i < PICTURES; i++) {
      Files.createLink(folder.resolve("in/%05d.jpg".formatted(i)), picture);
    }
  }

  @Test
  void controlCKeepsWhatIsDone() throws Exception {
    Program.Running run = program().start("run", "in", "-o", results);
    String line = "\\d+ of 20000 pictures, \\d+\\.\\d a second, (\\d+:)?\\d+:\\d\\d left";
    run.until("a plain line tells of progress", () -> said(run, said -> said.matches(line)));
    run.signal("INT");
    Ended ended = run.end().with(130);
    int done = requireThatWhatIsDoneIsKept();
    assertThat(ended.errLines())
        .contains(
            "Interrupted: %d of 20000 pictures are done and written to %s."
                .formatted(done, results));
    assertThat(ended.err()).as("no bar where there is no terminal").doesNotContain("\r", "[=");
  }

  @Test
  void soDoesAnEndByTheSystem() throws Exception {
    Program.Running run = program().start("run", "--json-log", "in", "-o", results);
    run.until("an object tells of progress", () -> said(run, said -> said.contains("progress")));
    run.signal("TERM");
    Ended ended = run.end().with(143);
    int done = requireThatWhatIsDoneIsKept();
    List<String> lines = ended.errLines();
    for (String line : lines) {
      JsonNode event = new JsonMapper().readTree(line);
      if (event.path("event").asText().equals("progress")) {
        assertThat(event.path("done").asInt()).isBetween(1, done);
        assertThat(event.path("pictures").asInt()).isEqualTo(PICTURES);
        assertThat(event.path("per_second").asDouble()).isPositive();
        assertThat(event.path("seconds_left").asInt()).isPositive();
      }
    }
    assertThat(lines).anyMatch(line -> line.contains("Interrupted: " + done + " of 20000"));
  }

  /// Who starts this test may have told its children to ignore a signal; the program is started as
  /// a shell would.
  private Program program() throws Exception {
    List<String> reset = List.of("env", "--default-signal=INT,TERM");
    Process env = new ProcessBuilder(List.of("env", "--default-signal=INT,TERM", "true")).start();
    env.getErrorStream().readAllBytes();
    return new Program(folder).before(env.waitFor() == 0 ? reset : List.of());
  }

  private static boolean said(Program.Running run, Predicate<String> line) {
    try {
      return run.errSoFar().lines().anyMatch(line);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private int requireThatWhatIsDoneIsKept() throws Exception {
    Results found = Results.read(results);
    assertThat(found.files()).hasSizeBetween(1, PICTURES - 1);
    assertThat(found.failed()).isEmpty();
    assertThat(found.run("pictures_found")).isEqualTo("20000");
    assertThat(found.run("pictures_done")).isEqualTo(Integer.toString(found.files().size()));
    List<JsonNode> journal = Results.journal(results);
    assertThat(journal.stream().skip(1).map(record -> record.path("file").asText()))
        .containsExactlyInAnyOrderElementsOf(found.files());
    return found.files().size();
  }
}
