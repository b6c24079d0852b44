package io.affut.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.affut.testing.Fixtures;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The whole way: pictures, boxes, logits, labels, other labels, a table. The detector is a trained
/// one, the classifier is a miniature whose weights say nothing, so that its scores are small. The
/// photos are recognised once; each test has a copy of what came of it.
class SpeciesRunTest {
  private static final String CLASSIFIER = "dinov2-vit-tiny-random";

  @TempDir private static Path shared;
  private static OwnStore store;
  private static Ended run;

  @TempDir Path temporary;
  private Path folder;

  @BeforeAll
  static void recogniseThePhotos() throws Exception {
    store = OwnStore.in(shared);
    store
        .program()
        .run("models", "add", Smartrail.checkpoint(store.folder().resolve("best.pt")))
        .with(0);
    store
        .program()
        .run(
            "models",
            "add",
            Fixtures.at("checkpoints/" + CLASSIFIER + ".pt"),
            "--set",
            "heads=4",
            "--set",
            "classes=deepfaune-1.4")
        .with(0);
    run =
        store
            .program()
            .run(
                "run",
                Fixtures.at("photos/blank.jpg").getParent(),
                "--detector",
                "best",
                "--classifier",
                CLASSIFIER,
                "--confidence",
                "0.02",
                "--max-lag",
                "1m",
                "--lang",
                "de",
                "-o",
                "r.json")
            .with(0);
  }

  @BeforeEach
  void copyTheResults() throws Exception {
    folder = temporary.toRealPath();
    for (String file : List.of("r.json", "r.affut.jsonl")) {
      Files.copy(store.folder().resolve(file), folder.resolve(file));
    }
  }

  /// Runs a command beside the results.
  private Ended affut(Object... arguments) {
    return new InProcess(folder)
        .environment("XDG_CACHE_HOME", store.folder().resolve("cache"))
        .run(arguments);
  }

  private Ended command(Object... arguments) {
    return affut(arguments).with(0);
  }

  private List<JsonNode> pictures(String file) throws Exception {
    List<JsonNode> pictures = new ArrayList<>();
    Results.read(folder.resolve(file)).root().path("images").forEach(pictures::add);
    return pictures;
  }

  private static List<String> labels(List<JsonNode> pictures) {
    return pictures.stream().map(picture -> picture.at("/affut/label").asText()).toList();
  }

  @Test
  void everyPictureHasItsSequenceAndItsLabel() throws Exception {
    assertThat(run.out()).contains("undefiniert ");
    assertThat(run.err())
        .contains("Without a date: 2 pictures, each of them a sequence of its own.");
    List<JsonNode> pictures = pictures("r.json");
    assertThat(pictures).hasSize(9);
    assertThat(labels(pictures)).contains("undefined").doesNotContain("");
    assertThat(pictures)
        .allSatisfy(picture -> assertThat(picture.at("/affut/sequence").asInt()).isPositive());
    assertThat(Results.read(folder.resolve("r.json")).run("max_lag")).isEqualTo("1m");
  }

  @Test
  void aLowerThresholdNamesThemWithoutTheNetworks() throws Exception {
    command("rethreshold", "r.json", "--threshold", "0.01", "--lang", "fr");
    List<JsonNode> pictures = pictures("r.json");
    assertThat(labels(pictures)).doesNotContain("undefined");
    assertThat(pictures.stream().map(p -> p.at("/affut/top1").asText()).toList())
        .isEqualTo(labels(pictures));
    assertThat(Results.read(folder.resolve("r.json")).run("threshold")).isEqualTo("0.01");
    assertThat(Results.read(folder.resolve("r.json")).run("pictures_done")).isEqualTo("9");
  }

  @Test
  void excludedSpeciesAreNoLongerFoundAndOtherResultsAreLeftAlone() throws Exception {
    command("rethreshold", "r.json", "--threshold", "0.01");
    String first =
        labels(pictures("r.json")).stream()
            .filter(label -> !label.equals("empty") && !label.equals("human"))
            .findFirst()
            .orElseThrow();
    command("rethreshold", "r.json", "--exclude", first, "-o", "others.json");
    assertThat(labels(pictures("others.json"))).doesNotContain(first);
    assertThat(labels(pictures("r.json"))).contains(first);
    assertThat(Results.read(folder.resolve("others.json")).run("journal"))
        .isEqualTo("r.affut.jsonl");
  }

  @Test
  void theTableHasARowForEachPictureInTheLanguageThatIsAskedFor() throws Exception {
    assertThat(command("export", "r.json", "--to", "csv", "-o", "r.csv", "--lang", "fr").err())
        .isEmpty();
    List<String> lines = Files.readAllLines(folder.resolve("r.csv"));
    assertThat(lines).hasSize(10);
    assertThat(lines.getFirst())
        .endsWith(
            "filename,date,seqnum,predictionbase,scorebase,prediction,score,top1,count,humancount");
    assertThat(lines.subList(1, 10)).anyMatch(line -> line.contains(",indéfini,"));
  }

  @Test
  void everyKindOfExportIsMadeWithoutTheNetworks() throws Exception {
    Files.createDirectory(folder.resolve("out"));
    for (String kind : List.of("csv", "xlsx", "megadetector", "timelapse", "coco")) {
      export(kind, 0, "--lang", "it");
    }
    // Two photos have no date, which this standard asks for; they are named.
    export("camtrap-dp", 1, "--zone", "Europe/Paris", "--place", ".=46.2,7.5");
    for (String kind : List.of("folders", "crops", "boxes", "blurred")) {
      export(kind, 0);
      assertThat(folder.resolve("out").resolve(kind + "/.affut-export")).exists();
    }
    assertThat(Results.read(folder.resolve("out/timelapse")).files())
        .isEqualTo(Results.read(folder.resolve("r.json")).files());
    assertThat(folder.resolve("out/camtrap-dp/datapackage.json")).exists();
    assertThat(FileTree.files(folder.resolve("out/blurred")))
        .filteredOn(file -> file.endsWith(".jpg"))
        .hasSize(9);
  }

  private void export(String kind, int status, Object... more) {
    List<Object> command =
        new ArrayList<>(List.of("export", "r.json", "--to", kind, "-o", "out/" + kind));
    command.addAll(List.of(more));
    Ended ended = affut(command.toArray()).with(status);
    assertThat(ended.out()).contains("Written: out/" + kind);
  }

  @Test
  void aPlaceOfACameraThatIsNotThereIsAMistake() throws Exception {
    Ended refused =
        affut("export", "r.json", "--to", "camtrap-dp", "-o", "out2", "--place", "north=46.2,7.5")
            .with(2);
    assertThat(refused.sentence())
        .isEqualTo("affut: There is no camera 'north' to place; there are: ..");
    assertThat(folder.resolve("out2")).doesNotExist();
  }

  @Test
  void anExportToFoldersIsTakenBackWhole() throws Exception {
    command("export", "r.json", "--to", "folders", "-o", "sorted", "--lang", "fr");
    Path sorted = folder.resolve("sorted");
    assertThat(FileTree.files(sorted)).filteredOn(file -> file.endsWith(".jpg")).hasSize(9);
    assertThat(sorted.resolve("indéfini")).isDirectory();
    assertThat(command("undo", "sorted").out()).contains("taken away: 9");
    assertThat(sorted).doesNotExist();
  }

  /// As after a crash: half of the journal, and no result file.
  @Test
  void whatIsMadeOfHalfARunSaysSo() throws Exception {
    List<String> journal = Files.readAllLines(folder.resolve("r.affut.jsonl"));
    Files.write(folder.resolve("half.affut.jsonl"), journal.subList(0, 5));
    String sentence = "The run did not come to its end: these are 4 of its 9 pictures.";
    assertThat(command("export", "half.affut.jsonl", "--to", "csv", "-o", "half.csv").errLines())
        .contains(sentence);
    assertThat(command("rethreshold", "half.affut.jsonl").errLines()).contains(sentence);
    assertThat(command("rethreshold", "half.json").errLines()).contains(sentence);
    assertThat(command("rethreshold", "r.json", "-o", "whole.json").err())
        .doesNotContain("did not come to its end");
  }

  @Test
  void aTableIsNotOverwrittenUnasked() throws Exception {
    Files.writeString(folder.resolve("r.csv"), "mine");
    Ended refused = affut("export", "r.json", "--to", "csv", "-o", "r.csv").with(6);
    assertThat(refused.sentence()).contains("r.csv exists already");
    command("export", "r.json", "--to", "csv", "-o", "r.csv", "--overwrite");
    assertThat(folder.resolve("r.csv")).content().contains("filename,");
  }

  @Test
  void resultsWithoutTheirJournalSayWhatTheyLackAndAreNotReplaced() throws Exception {
    Files.delete(folder.resolve("r.affut.jsonl"));
    Ended bare = affut("rethreshold", "r.json", "--threshold", "0.01").with(2);
    assertThat(bare.err()).contains("There is no journal: species come from the classes");
    assertThat(bare.err()).contains("name a file with -o");
    command("rethreshold", "r.json", "--threshold", "0.01", "-o", "again.json");
    assertThat(labels(pictures("again.json"))).doesNotContain("undefined");
  }

  @Test
  void aSpeciesThatTheClassifierDoesNotKnowEndsARunBeforeItsFirstPicture() {
    Ended refused =
        affut(
                "run",
                Fixtures.at("photos/blank.jpg"),
                "--detector",
                "best",
                "--classifier",
                CLASSIFIER,
                "--exclude",
                "unicorn",
                "-o",
                "none.json")
            .with(2);
    assertThat(refused.err()).contains("There is no class 'unicorn'");
    assertThat(folder.resolve("none.affut.jsonl")).doesNotExist();
  }

  @Test
  void theClassesThatThereAreAreListedInTheLanguageThatIsAskedFor() {
    List<Object> run =
        List.of("run", Fixtures.at("photos/blank.jpg"), "--detector", "best", "--classifier");
    List<Object> unknown = List.of(CLASSIFIER, "--exclude", "unicorn", "--lang", "fr");
    Object[] command = Stream.concat(run.stream(), unknown.stream()).toArray();
    assertThat(affut(command).with(2).err()).contains("the classifier knows", "blaireau");
    Ended again = affut("rethreshold", "r.json", "--exclude", "unicorn", "--lang", "fr").with(2);
    assertThat(again.err()).contains("There is no class 'unicorn'", "blaireau");
  }
}
