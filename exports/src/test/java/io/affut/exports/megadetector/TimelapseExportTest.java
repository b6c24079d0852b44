package io.affut.exports.megadetector;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.affut.engine.detection.Category;
import io.affut.engine.results.RunInfo;
import io.affut.engine.species.Label;
import io.affut.engine.species.LabelledPicture;
import io.affut.engine.species.LabelledRun;
import io.affut.exports.RunInMemory;
import io.affut.exports.Shown;
import io.affut.exports.outcome.ExportOutcome;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TimelapseExportTest {
  private static final LocalDateTime NOON = LocalDateTime.of(2026, 5, 4, 12, 0);
  private static final Label FOX = RunInMemory.species("fox");
  private static final LabelledPicture[] RUN = {
    Shown.picture("2023/a.jpg").done(),
    Shown.picture("2024/north/b.jpg")
        .taken("2024:07:08 09:10:11")
        .animal(0.9, Shown.at(0.25, 0.25, 0.5, 0.5), FOX)
        .box(Category.PERSON, 0.5, Shown.at(0, 0, 0.25, 0.25))
        .labelled(FOX, 0.9)
        .done(),
    Shown.failed("2024/c.jpg", "is a text file"),
    Shown.picture("2024/d.mp4").box(Category.VEHICLE, 0.9, Shown.at(0, 0, 1, 1)).video()
  };

  @TempDir Path folder;

  @Test
  void pathsAreThoseOfTheFolderThatIsOpened() throws Exception {
    assertThat(files("/photos/2024")).containsExactly("c.jpg", "d.mp4", "north/b.jpg");
    assertThat(files("/photos"))
        .containsExactly("2023/a.jpg", "2024/c.jpg", "2024/d.mp4", "2024/north/b.jpg");
    assertThat(files("/")).contains("photos/2024/c.jpg");
  }

  @Test
  void picturesElsewhereAreLeftOutAndTold() throws Exception {
    ExportOutcome outcome = export("/photos/2024");
    assertThat(outcome.written()).isEqualTo(3);
    assertThat(outcome.leftOut())
        .singleElement()
        .satisfies(left -> {
          assertThat(left.file()).isEqualTo("2023/a.jpg");
          assertThat(left.reason()).startsWith("is not in ").endsWith("2024");
        });
  }

  @Test
  void boxesSpeciesFramesAndFailuresStayAsTheyAre() throws Exception {
    JsonNode json = json("/photos/2024");
    assertThat(json.at("/detection_categories/1").textValue()).isEqualTo("animal");
    assertThat(json.at("/images/0/failure").textValue()).isEqualTo("is a text file");
    assertThat(json.at("/images/1/detections/0/frame_number").intValue()).isEqualTo(10);
    JsonNode animal = json.at("/images/2/detections/0");
    assertThat(animal.get("bbox").toString()).isEqualTo("[0.25,0.25,0.5,0.5]");
    String species = animal.at("/classifications/0/0").textValue();
    assertThat(json.at("/classification_categories/" + species).textValue()).isEqualTo("fox");
    assertThat(json.at("/images/2/detections/1/category").textValue()).isEqualTo("2");
  }

  /// What was written is read again by the program itself.
  @Test
  void theFileIsResultsOfItsOwn() throws Exception {
    export("/photos/2024");
    List<String> files = new ArrayList<>();
    try (LabelledRun run = LabelledRun.open(folder.resolve("timelapse.json"))) {
      run.byFile(picture -> files.add(run.run().base() + "/" + picture.picture().file()));
    }
    Path root = Path.of("/photos/2024").toAbsolutePath();
    assertThat(files).containsExactly(root + "/c.jpg", root + "/d.mp4", root + "/north/b.jpg");
  }

  /// As the whole run is, whose results say how many pictures it began with.
  @Test
  void aPartOfARunIsNotTakenForARunThatWasCutOff() throws Exception {
    RunInMemory run =
        new RunInMemory(Path.of("/photos"), RUN) {
          @Override
          public RunInfo run() {
            return super.run().with(Map.of(RunInfo.PICTURES_FOUND, "4"));
          }
        };
    Path file = folder.resolve("timelapse.json");
    TimelapseExport.write(run, Path.of("/photos"), NOON, file);
    try (LabelledRun whole = LabelledRun.open(file)) {
      assertThat(whole.run().settings()).containsEntry(RunInfo.PICTURES_FOUND, "4");
    }
    TimelapseExport.write(run, Path.of("/photos/2024"), NOON, file);
    try (LabelledRun part = LabelledRun.open(file)) {
      assertThat(part.run().settings()).doesNotContainKey(RunInfo.PICTURES_FOUND);
    }
  }

  private ExportOutcome export(String root) throws Exception {
    RunInMemory run = new RunInMemory(Path.of("/photos"), RUN);
    return TimelapseExport.write(run, Path.of(root), NOON, folder.resolve("timelapse.json"));
  }

  private JsonNode json(String root) throws Exception {
    export(root);
    return new JsonMapper().readTree(folder.resolve("timelapse.json").toFile());
  }

  private List<String> files(String root) throws Exception {
    return json(root).get("images").findValuesAsText("file");
  }
}
