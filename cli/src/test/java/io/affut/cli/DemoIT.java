package io.affut.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `affut demo`: the way of a new user from nothing to drawn boxes.
class DemoIT {
  @TempDir Path temporary;

  @BeforeAll
  static void needsTheDefaultModel() {
    Program.installed();
  }

  @Test
  void itFindsWhatIsThereAlsoAgainAndOffLine() throws Exception {
    Path folder = temporary.toRealPath();
    Ended first = new Program(folder).run("demo").with(0);
    var found = new TreeMap<String, String>();
    first
        .out()
        .lines()
        .skip(1)
        .limit(5)
        .map(line -> line.split(" +", 3))
        .forEach(words -> found.put(words[0], words[1]));
    assertThat(found)
        .containsEntry("astronaut.png", "person")
        .containsEntry("chelsea.png", "animal")
        .containsEntry("gravel.png", "nothing")
        .containsEntry("motorcycle_left.png", "vehicle")
        .containsEntry("quokka.jpg", "animal");
    assertThat(first.out()).doesNotContain("WRONG").contains("affut-demo/results.json");
    Results results = Results.read(folder.resolve("affut-demo/results.json"));
    assertThat(results.files()).hasSize(5);
    Set<String> written = files(folder.resolve("affut-demo"));
    assertThat(written).contains("results.json", "results.affut.jsonl", "quokka.jpg").hasSize(7);

    Ended again = new Program(folder).withoutPackageClients().run("demo").with(0);
    assertThat(again.out()).isEqualTo(first.out());
    assertThat(files(folder.resolve("affut-demo"))).as("nothing piles up").isEqualTo(written);
  }

  @Test
  void itFailsWhereTheDetectorDoesNotFindWhatIsThere() throws Exception {
    Ended demo = new Program(temporary).run("demo", "--confidence", "0.99").with(1);
    List<String> wrong = demo.out().lines().filter(line -> line.endsWith("WRONG")).toList();
    assertThat(wrong).hasSize(4).noneMatch(line -> line.startsWith("gravel"));
    assertThat(demo.errLines()).contains("The demonstration did not find what is in the pictures.");
  }

  private static Set<String> files(Path folder) throws Exception {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).collect(Collectors.toSet());
    }
  }
}
