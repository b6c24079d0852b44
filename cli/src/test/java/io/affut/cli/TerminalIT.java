package io.affut.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.affut.testing.Fixtures;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// On a terminal a bar shows how far the run is; [ProgressTest] looks at it on its way.
class TerminalIT {
  private static final Path SCRIPT = Path.of("/usr/bin/script");

  @TempDir Path temporary;

  @BeforeAll
  static void needsTheDefaultModel() {
    Program.installed();
  }

  @Test
  void aBarShowsHowFarTheRunIsAndGivesWayToMessages() throws Exception {
    Assumptions.assumeTrue(
        Files.isExecutable(SCRIPT), "no /usr/bin/script to make a terminal with (util-linux)");
    Path folder = temporary.toRealPath();
    Path in = Files.createDirectory(folder.resolve("in"));
    Path picture = Files.copy(Fixtures.at("photos/vehicle.jpg"), folder.resolve("one.jpg"));
    for (int i = 0; i < 9; i++) {
      Files.createLink(in.resolve("%02d.jpg".formatted(i)), picture);
    }
    Files.createFile(in.resolve("05-none.jpg"));
    Program program = new Program(folder).environment("COLUMNS", "100");
    program.environment("TERM", "xterm");
    Ended ended =
        program.shell("exec script -qec '\"$affut\" run in -o results.json' /dev/null </dev/null");
    String screen = ended.with(1).out();
    List<String> drawn = List.of(screen.split("[\r\n]+"));
    assertThat(drawn)
        .anyMatch(bar -> bar.matches("Looking 100% \\[=+] 10/10 .*"))
        .contains("failed: 05-none.jpg: is empty (0 bytes)")
        .noneMatch(line -> line.length() > 100 && line.startsWith("Looking"));
    Results results = Results.read(folder.resolve("results.json"));
    assertThat(results.files()).hasSize(10);
    assertThat(screen).doesNotContain("WARNING");
  }
}
