package io.affut.exports.table;

import static org.assertj.core.api.Assertions.assertThat;

import io.affut.engine.detection.Category;
import io.affut.engine.species.Label;
import io.affut.engine.species.LabelledPicture;
import io.affut.exports.RunInMemory;
import io.affut.exports.Shown;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FullColumnsTest {
  private static final Label FOX = RunInMemory.species("fox");

  @TempDir Path folder;

  @Test
  void deepfaunesColumnsComeFirst() throws Exception {
    assertThat(row(Shown.picture("a.jpg").done()).keySet())
        .startsWith("filename", "date", "seqnum", "predictionbase", "scorebase", "prediction")
        .containsSubsequence("top1", "count", "humancount", "camera", "corrected_date")
        .endsWith("program", "detector", "classifier", "threshold", "max_lag");
  }

  @Test
  void aPictureHasItsSizeItsBoxesAndTheScoresOfItsBestCrop() throws Exception {
    Map<String, String> row =
        row(
            Shown.picture("north/a.jpg")
                .taken("2024:07:08 09:10:11")
                .damaged("premature end")
                .box(Category.PERSON, 0.95, Shown.at(0, 0, 0.5, 0.5))
                .animal(0.9, Shown.at(0.125, 0.25, 0.5, 0.0625), FOX)
                .repeated(0)
                .done());
    assertThat(row)
        .containsEntry("camera", "north")
        .containsEntry("corrected_date", "2024-07-08 09:10:11")
        .containsEntry("width", "640")
        .containsEntry("height", "480")
        .containsEntry("detections_animal", "1")
        .containsEntry("detections_person", "1")
        .containsEntry("detections_vehicle", "0")
        .containsEntry("box_x", "0.1250")
        .containsEntry("box_y", "0.2500")
        .containsEntry("box_width", "0.5000")
        .containsEntry("box_height", "0.0625")
        .containsEntry("box_category", "animal")
        .containsEntry("box_confidence", "0.9000")
        .containsEntry("repeated", "1")
        .containsEntry("damage", "premature end")
        .containsEntry("failure", "")
        .containsEntry("program", "affut 0.1.0")
        .containsEntry("detector", "deepfaune-yolov8s")
        .containsEntry("classifier", "deepfaune-vit")
        .containsEntry("threshold", "0.8")
        .containsEntry("max_lag", "10s");
    double e = Math.exp(4 / 1.1f);
    assertThat(Double.parseDouble(row.get("score_renard"))).isEqualTo(e / (e + 37), within());
    assertThat(Double.parseDouble(row.get("score_chevre"))).isEqualTo(1 / (e + 37), within());
    assertThat(scores(row)).hasSize(RunInMemory.classes().size());
  }

  @Test
  void whatIsNotKnownIsBlank() throws Exception {
    Map<String, String> row = row(Shown.failed("b.jpg", "is a text file"));
    assertThat(row).containsEntry("failure", "is a text file").containsEntry("width", "");
    assertThat(row).containsEntry("detections_animal", "").containsEntry("box_category", "");
    assertThat(scores(row)).hasSize(RunInMemory.classes().size()).containsOnly("");
    assertThat(row(Shown.picture("a.jpg").size(0, 0).done()))
        .as("results of another program")
        .containsEntry("width", "")
        .containsEntry("height", "");
  }

  @Test
  void aVideoCountsAsItsFrameWithTheMost() throws Exception {
    Map<String, String> row =
        row(
            Shown.picture("a.mp4")
                .animal(0.9, Shown.at(0, 0, 0.5, 0.5), FOX)
                .animal(0.8, Shown.at(0, 0, 0.5, 0.5), FOX)
                .video());
    assertThat(row).containsEntry("detections_animal", "1").containsEntry("width", "640");
  }

  private static org.assertj.core.data.Offset<Double> within() {
    return org.assertj.core.data.Offset.offset(0.00005);
  }

  private static List<String> scores(Map<String, String> row) {
    return row.entrySet().stream()
        .filter(cell -> cell.getKey().startsWith("score_"))
        .map(Map.Entry::getValue)
        .toList();
  }

  private Map<String, String> row(LabelledPicture picture) throws Exception {
    Path output = folder.resolve("labels.csv");
    TableSettings settings = new TableSettings("fr", TableColumns.FULL, true, false);
    CsvExport.write(new RunInMemory(Path.of("/photos"), picture), settings, output);
    List<String> lines = Files.readAllLines(output);
    assertThat(lines).hasSize(2);
    String[] names = lines.getFirst().substring(1).split(",", -1);
    String[] cells = lines.getLast().split(",", -1);
    assertThat(cells).hasSameSizeAs(names);
    Map<String, String> row = new LinkedHashMap<>();
    for (int i = 0; i < names.length; i++) {
      row.put(names[i], cells[i]);
    }
    return row;
  }
}
