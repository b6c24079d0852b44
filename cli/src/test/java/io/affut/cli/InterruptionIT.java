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
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// A run that the user or the system ends early keeps what is done. Both run at the same time,
/// since it takes seconds until one tells of its progress.
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "Windows has no such signals")
class InterruptionIT {
  /// More than any machine looks at in the seconds before the signal comes.
  private static final int PICTURES = 20_000;

  @TempDir private static Path temporary;
  private static Path plainResults;
  private static Path jsonResults;
  private static Program.Running plain;
  private static Program.Running json;

  @BeforeAll
  static void twoRunsOverManyPicturesThatTakeNoSpace() throws Exception {
    Program.installed();
    Path folder = temporary.toRealPath();
    Path picture = Files.copy(Fixtures.at("photos/vehicle.jpg"), folder.resolve("one.jpg"));
    Files.createDirectory(folder.resolve("in"));
    for (int i = 0; i < PICTURES; i++) {
      Files.createLink(folder.resolve("in/%05d.jpg".formatted(i)), picture);
    }
    plainResults = folder.resolve("plain.json");
    jsonResults = folder.resolve("json.json");
    plain = program(folder).start("run", "in", "-o", plainResults);
    json = program(folder).start("run", "--json-log", "in", "-o", jsonResults);
  }

  @AfterAll
  static void endWhatIsLeft() {
    Stream.of(plain, json).filter(Objects::nonNull).forEach(run -> run.process().destroyForcibly());
  }

  @Test
  void controlCKeepsWhatIsDone() throws Exception {
    String line = "\\d+ of 20000 pictures, \\d+\\.\\d a second, (\\d+:)?\\d+:\\d\\d left";
    plain.until("a plain line tells of progress", () -> said(plain, said -> said.matches(line)));
    plain.signal("INT");
    Ended ended = plain.end().with(130);
    int done = requireThatWhatIsDoneIsKept(plainResults);
    assertThat(ended.errLines())
        .contains(
            "Interrupted: %d of 20000 pictures are done and written to %s."
                .formatted(done, plainResults));
    assertThat(ended.err()).as("no bar where there is no terminal").doesNotContain("\r", "[=");
  }

  @Test
  void soDoesAnEndByTheSystem() throws Exception {
    json.until("an object tells of progress", () -> said(json, said -> said.contains("progress")));
    json.signal("TERM");
    Ended ended = json.end().with(143);
    int done = requireThatWhatIsDoneIsKept(jsonResults);
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
  private static Program program(Path folder) throws Exception {
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

  private static int requireThatWhatIsDoneIsKept(Path results) throws Exception {
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
