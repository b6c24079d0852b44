package io.affut.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.affut.testing.Fixtures;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A card that is pulled, a folder that is tidied up: files change while the run reads them.
class ChangingFilesIT {
  private static final int PICTURES = 100;

  @TempDir Path temporary;

  @BeforeAll
  static void needsTheDefaultModel() {
    Program.installed();
  }

  @Test
  void filesThatGoShrinkOrChangeMeanwhileEndNothing() throws Exception {
    Path folder = temporary.toRealPath();
    Path photo = Fixtures.at("photos/vehicle.jpg");
    List<Path> pictures = new ArrayList<>();
    for (int i = 0; i < PICTURES; i++) {
      Path picture = Files.createDirectories(folder.resolve("in")).resolve("%03d.jpg".formatted(i));
      pictures.add(Files.copy(photo, picture));
    }
    Path results = folder.resolve("results.json");
    Path journal = folder.resolve("results.affut.jsonl");
    Program.Running run = new Program(folder).start("run", "in", "-o", results);
    run.until("the run has begun", () -> Files.exists(journal));
    // Every other picture, from the last to the first, so that some of them have changed before
    // they are read, some while they are, and some after.
    Random random = new Random(1);
    for (int i = PICTURES - 2; i >= 0 && run.process().isAlive(); i -= 2) {
      change(pictures.get(i), i / 2 % 4, random);
      Thread.sleep(20);
    }
    Ended ended = run.end();
    assertThat(ended.status()).isIn(0, 1);
    Results found = Results.read(results);
    assertThat(found.files())
        .as("each exactly once")
        .isEqualTo(pictures.stream().map(file -> file.getFileName().toString()).toList());
    for (int i = 1; i < PICTURES; i += 2) {
      assertThat(found.first("%03d.jpg".formatted(i))).isEqualTo("vehicle");
    }
    assertThat(found.files())
        .as("what is cut short may look empty, but is marked")
        .filteredOn(file -> !found.failed().contains(file) && found.first(file).equals("nothing"))
        .allMatch(file -> found.picture(file).path("affut").has("damaged"));
    assertThat(ended.summary("failed")).isEqualTo(found.failed().size());
    assertThat(found.failed()).isNotEmpty();
    for (String file : found.failed()) {
      assertThat(found.failure(file)).doesNotContain("Exception", "report");
    }
  }

  private static void change(Path picture, int how, Random random) throws IOException {
    switch (how) {
      case 0 -> Files.delete(picture);
      case 1 -> {
        try (FileChannel file = FileChannel.open(picture, StandardOpenOption.WRITE)) {
          file.truncate(random.nextLong(file.size() / 50));
        }
      }
      case 2 -> Files.writeString(picture, "gone");
      default ->
          Files.copy(
              Fixtures.at("photos/vehicle.jpg"), picture, StandardCopyOption.REPLACE_EXISTING);
    }
  }
}
