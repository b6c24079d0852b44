package io.affut.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.affut.testing.Fixtures;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `affut run` over real photos, in this process.
class RunTest {
  @TempDir Path temporary;
  private Path folder;
  private Path results;
  private InProcess program;

  @BeforeAll
  static void needsTheDefaultModel() {
    InProcess.installed();
  }

  @BeforeEach
  void openFolder() throws Exception {
    folder = temporary.toRealPath();
    results = folder.resolve("results.json");
    program = new InProcess(folder);
  }

  @Test
  void theNinePhotosAreCountedAsWhatTheyAre() throws Exception {
    Ended run = program.run("run", Fixtures.at("photos/blank.jpg").getParent()).with(0);
    assertThat(run.summary("pictures")).isEqualTo(9);
    assertThat(run.summary("animals")).isEqualTo(6);
    assertThat(run.summary("people")).isEqualTo(1);
    assertThat(run.summary("vehicles")).isEqualTo(1);
    assertThat(run.summary("empty")).isEqualTo(1);
    assertThat(run.summary("damaged")).isEqualTo(1);
    assertThat(run.summary("failed")).isZero();
    assertThat(run.err()).contains("stand-in", "Using CPU");

    Results found = Results.read(folder.resolve("affut-results.json"));
    assertThat(found.first("human.jpg")).isEqualTo("person");
    assertThat(found.first("vehicle.jpg")).isEqualTo("vehicle");
    assertThat(found.first("domestic_cattle.jpg")).isEqualTo("animal");
    assertThat(found.first("blank.jpg")).isEqualTo("nothing");
    JsonNode cut = found.picture("african_elephants_truncated_file.jpg");
    assertThat(cut.path("affut").path("damaged").asText()).isNotBlank();
    assertThat(found.picture("african_elephants.jpg").path("affut").has("damaged")).isFalse();
    assertThat(found.picture("african_elephants.jpg").path("datetime").asText())
        .isEqualTo("2010:08:04 08:43:15");
    JsonNode turned = found.picture("african_elephants_with_exif_orientation.jpg");
    assertThat(turned.path("width").asInt()).as("of the upright picture").isEqualTo(2048);
    assertThat(turned.path("height").asInt()).isEqualTo(1536);
  }

  @Test
  void theRunIsDescribedInItsResults() throws Exception {
    program.run("run", photo("blank"), "-o", results, "--threads", 1, "--decode", "full").with(0);
    Results found = Results.read(results);
    assertThat(found.root().path("info").path("detector").asText()).isEqualTo(Installed.MODEL);
    assertThat(found.run("decode")).isEqualTo("full");
    assertThat(found.run("precision")).isEqualTo("f32");
    assertThat(found.run("device")).startsWith("CPU (");
    assertThat(found.run("requested_device")).isEqualTo("auto");
    assertThat(found.run("runtime")).startsWith("OpenVINO 202");
    assertThat(found.run("threads")).isEqualTo("1");
    assertThat(found.run("pictures_done")).isEqualTo("1");
    assertThat(found.run("base_folder")).isEqualTo(photo("blank").getParent().toString());
  }

  @Test
  void aManifestIsChangedForOneRun() throws Exception {
    program.run("run", photo("vehicle"), "-o", results, "--set", "overlap=0.4").with(0);
    assertThat(Results.read(results).first("vehicle.jpg")).isEqualTo("vehicle");
    program.run("run", photo("vehicle"), "-o", results, "--overwrite", "--set", "size=384").with(0);
    assertThat(Results.read(results).first("vehicle.jpg")).isEqualTo("vehicle");
    Ended refused = program.run("run", photo("vehicle"), "--set", "colour=red").with(2);
    assertThat(refused.err())
        .contains("--set colour=red is not possible: what can be set is size, overlap.");
  }

  @Test
  void theJournalHoldsTheSameAsTheResults() throws Exception {
    program.run("run", photo("blank"), photo("vehicle"), "-o", results).with(0);
    List<JsonNode> journal = Results.journal(results);
    assertThat(journal).hasSize(3);
    assertThat(journal.getFirst().path("detector").asText()).isEqualTo(Installed.MODEL);
    assertThat(journal.getFirst().path("detector_sha256").asText()).matches("[0-9a-f]{64}");
    JsonNode vehicle = Results.read(results).picture("vehicle.jpg").path("detections").path(0);
    assertThat(journal)
        .filteredOn(record -> record.path("file").asText().equals("vehicle.jpg"))
        .singleElement()
        .satisfies(record -> {
          JsonNode box = record.path("detections").path(0);
          assertThat(box.path("category").asText()).isEqualTo("vehicle");
          assertThat(box.path("conf")).isEqualTo(vehicle.path("conf"));
          assertThat(box.path("bbox")).isEqualTo(vehicle.path("bbox"));
        });
  }

  @Test
  void severalInputsAreNamedFromTheirDeepestCommonFolder() throws Exception {
    Path trap1 = copy("blank", "site/trap1/a.jpg");
    copy("blank", "site/trap2/2026/b.JPG");
    program.run("run", trap1, folder.resolve("site/trap2"), "-o", results).with(0);
    Results found = Results.read(results);
    assertThat(found.files()).containsExactly("trap1/a.jpg", "trap2/2026/b.JPG");
    assertThat(found.run("base_folder")).isEqualTo(folder.resolve("site").toString());
  }

  @Test
  void theSameFileTwiceIsOnePicture() throws Exception {
    Path picture = copy("blank", "a/picture.jpg");
    Files.createSymbolicLink(folder.resolve("a/same.jpg"), picture);
    Files.createSymbolicLink(folder.resolve("b"), folder.resolve("a"));
    Ended run =
        program.run("run", "a", "a/picture.jpg", picture, "a/../a", "b", "-o", results).with(0);
    assertThat(run.summary("pictures")).isEqualTo(1);
    assertThat(Results.read(results).files()).hasSize(1);
  }

  @Test
  void inFoldersHiddenFilesAndOtherFilesAreNoPictures() throws Exception {
    copy("blank", "in/picture.jpg");
    copy("blank", "in/.hidden.jpg");
    copy("blank", "in/.trash/picture.jpg");
    copy("blank", "in/._picture.jpg");
    Files.writeString(folder.resolve("in/notes.txt"), "seen at dusk");
    program.run("run", "in", "-o", results).with(0);
    assertThat(Results.read(results).files()).containsExactly("picture.jpg");
  }

  @Test
  void aFileThatIsNamedIsLookedAtWhateverItsName() throws Exception {
    copy("blank", "in/picture.dat");
    program.run("run", "in/picture.dat", "-o", results).with(0);
    assertThat(Results.read(results).files()).containsExactly("picture.dat");
  }

  @Test
  void theThresholdIsTheUsers() throws Exception {
    program.run("run", photo("vehicle"), "-o", results, "--confidence", "0.9").with(0);
    assertThat(Results.read(results).first("vehicle.jpg")).isEqualTo("nothing");
    program
        .run("run", photo("vehicle"), "-o", results, "--confidence", "0.05", "--overwrite")
        .with(0);
    assertThat(Results.read(results).picture("vehicle.jpg").path("detections"))
        .hasSizeGreaterThan(1);
  }

  @Test
  void resultsAreReplacedOnlyWhenThatIsAskedFor() throws Exception {
    Files.writeString(results, "precious");
    assertThat(program.run("run", photo("blank"), "-o", results).with(6).sentence())
        .contains("results.json exists already", "--overwrite");
    assertThat(results).hasContent("precious");
    program.run("run", photo("blank"), "-o", results, "--overwrite").with(0);
    assertThat(Results.read(results).files()).containsExactly("blank.jpg");
  }

  @Test
  void aJournalThatIsThereIsKeptToo() throws Exception {
    Path journal = Files.writeString(folder.resolve("results.affut.jsonl"), "precious");
    assertThat(program.run("run", photo("blank"), "-o", results).with(6).sentence())
        .contains("results.affut.jsonl exists already");
    assertThat(journal).hasContent("precious");
  }

  @Test
  void theFolderOfTheResultsIsMade() throws Exception {
    program.run("run", photo("blank"), "-o", "new/folder/x.json").with(0);
    assertThat(folder.resolve("new/folder"))
        .isDirectoryContaining("glob:**/x.json")
        .isDirectoryContaining("glob:**/x.affut.jsonl");
    try (var files = Files.list(folder.resolve("new/folder"))) {
      assertThat(files).as("nothing else is left").hasSize(2);
    }
  }

  @Test
  void aFailureIsListedAndNeverCountedAsEmpty() throws Exception {
    copy("blank", "in/good.jpg");
    Files.createFile(folder.resolve("in/none.jpg"));
    Ended run = program.run("run", "in", "-o", results).with(1);
    assertThat(run.summary("empty")).isEqualTo(1);
    assertThat(run.summary("failed")).isEqualTo(1);
    assertThat(run.errLines()).contains("failed: none.jpg: is empty (0 bytes)");
    assertThat(Results.read(results).failure("none.jpg")).isEqualTo("is empty (0 bytes)");
    assertThat(Results.read(results).first("good.jpg")).isEqualTo("nothing");
  }

  @Test
  void quietMeansNothingOnStandardErrorButFailures() throws Exception {
    Files.createFile(folder.resolve("none.jpg"));
    Ended all = program.run("run", "-q", photo("blank"), "-o", results).with(0);
    assertThat(all.err()).isEmpty();
    Ended some = program.run("run", "-q", photo("blank"), "none.jpg", "-o", "2.json").with(1);
    assertThat(some.errLines()).singleElement().asString().startsWith("failed: ");
  }

  @Test
  void messagesAsJsonAreOneObjectALine() throws Exception {
    Files.createFile(folder.resolve("none.jpg"));
    Ended run = program.run("run", "--json-log", photo("human"), "none.jpg", "-o", results).with(1);
    List<String> events = new java.util.ArrayList<>();
    for (String line : run.errLines()) {
      JsonNode event = new JsonMapper().readTree(line);
      events.add(event.path("event").asText());
      if (event.path("event").asText().equals("summary")) {
        assertThat(event.path("pictures").asInt()).isEqualTo(2);
        assertThat(event.path("people").asInt()).isEqualTo(1);
        assertThat(event.path("failed").asInt()).isEqualTo(1);
      }
    }
    assertThat(events).contains("message", "failed").endsWith("summary").doesNotContain("failure");
  }

  @Test
  void aPictureLargerThanTheUserAllowsIsAFailure() throws Exception {
    program.run("run", photo("blank"), "-o", results, "--max-megapixels", 1).with(1);
    assertThat(Results.read(results).failure("blank.jpg")).contains("is too large", "limit is 1");
  }

  private Path copy(String photo, String name) throws Exception {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.copy(photo(photo), file);
  }

  private static Path photo(String name) {
    return Fixtures.at("photos/" + name + ".jpg");
  }
}
