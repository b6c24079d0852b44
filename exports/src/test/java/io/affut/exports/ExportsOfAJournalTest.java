package io.affut.exports;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.affut.engine.detection.BoundingBox;
import io.affut.engine.detection.Category;
import io.affut.engine.results.DetectedPicture;
import io.affut.engine.results.FailedPicture;
import io.affut.engine.results.JournalWriter;
import io.affut.engine.results.PictureResult;
import io.affut.engine.species.LabelledRun;
import io.affut.exports.annotation.CocoExport;
import io.affut.exports.annotation.CocoSettings;
import io.affut.exports.camtrapdp.CamtrapExport;
import io.affut.exports.camtrapdp.CamtrapSettings;
import io.affut.exports.camtrapdp.SamplingDesign;
import io.affut.exports.folders.FolderExport;
import io.affut.exports.folders.FolderSettings;
import io.affut.exports.folders.Placement;
import io.affut.exports.table.CsvExport;
import io.affut.exports.table.TableColumns;
import io.affut.exports.table.TableSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// From the journal of a run, labelled by the engine, to files: a wild boar, a doubtful picture of
/// the same sequence, and a picture that could not be read.
class ExportsOfAJournalTest {
  private static final BoundingBox BOX = Shown.at(0.25, 0.25, 0.5, 0.5);

  @TempDir Path folder;

  private Path base;
  private LabelledRun run;

  @BeforeEach
  void open() throws Exception {
    base = Files.createDirectories(folder.resolve("photos/north")).getParent();
    for (String name : List.of("a.jpg", "b.jpg", "c.jpg")) {
      Files.writeString(base.resolve("north/" + name), name);
    }
    Path journal = folder.resolve("run.affut.jsonl");
    try (JournalWriter writer = JournalWriter.create(journal, new RunInMemory(base).run())) {
      writer.append(boar("north/a.jpg", "2024:07:08 09:10:11", 12));
      writer.append(boar("north/b.jpg", "2024:07:08 09:10:15", 1));
      writer.append(new FailedPicture("north/c.jpg", "is a text file, not a picture"));
    }
    run = LabelledRun.open(journal);
  }

  @AfterEach
  void close() throws Exception {
    run.close();
  }

  private static PictureResult boar(String file, String date, float logit) {
    DetectedPicture seen =
        (DetectedPicture)
            Shown.picture(file)
                .taken(date)
                .animal(0.9, BOX, RunInMemory.species("wild boar"))
                .done()
                .picture();
    float[] logits = seen.detections().getFirst().logits().orElseThrow().classes();
    logits[RunInMemory.classes().in("en").indexOf("wild boar")] = logit;
    return seen;
  }

  /// The mean logit of 12 and 1 by the temperature for sequences, 1.04, among 38 classes.
  @Test
  void theTableHasDeepfaunesLabelsOfPicturesAndOfTheirSequence() throws Exception {
    Path csv = folder.resolve("labels.csv");
    CsvExport.write(run, new TableSettings("fr", TableColumns.DEEPFAUNE, true, true), csv);
    assertThat(Files.readString(csv).replace(base.toString(), ""))
        .isEqualTo(
            """
            filename,date,seqnum,predictionbase,scorebase,prediction,score,top1,count,humancount
            /north/a.jpg,2024:07:08 09:10:11,1,sanglier,0.99,sanglier,0.93,sanglier,1,0
            /north/b.jpg,2024:07:08 09:10:15,1,indéfini,0.06,sanglier,0.93,sanglier,1,0
            /north/c.jpg,NA,2,erreur,0.0,erreur,0.0,erreur,0,0
            """);
  }

  @Test
  void theDoubtfulPictureGoesIntoTheFolderOfItsSequence() throws Exception {
    Path target = folder.resolve("species");
    FolderExport.write(run, new FolderSettings("de", Placement.LINK, false), target);
    assertThat(target.resolve("Wildschwein/a.jpg")).hasContent("a.jpg");
    assertThat(target.resolve("Wildschwein/b.jpg")).hasContent("b.jpg");
    assertThat(target.resolve("Fehler/c.jpg")).hasContent("c.jpg");
  }

  @Test
  void itsBoxesAreAnnotationsAndItsSequencesEvents() throws Exception {
    Path coco = folder.resolve("coco.json");
    CocoExport.write(run, new CocoSettings("en", true), coco);
    JsonNode annotations = new JsonMapper().readTree(coco.toFile()).get("annotations");
    int boar = Category.STANDARD.size() + 1 + RunInMemory.classes().in("en").indexOf("wild boar");
    assertThat(annotations.findValuesAsText("category_id")).containsExactly("" + boar, "" + boar);
    CamtrapSettings settings =
        new CamtrapSettings(
            "boars",
            "us",
            SamplingDesign.TARGETED,
            Optional.empty(),
            Map.of(),
            false,
            Instant.EPOCH);
    CamtrapExport.write(run, settings, folder.resolve("package"));
    assertThat(Files.readAllLines(folder.resolve("package/observations.csv")))
        .filteredOn(line -> line.startsWith("event-"))
        .singleElement()
        .asString()
        .contains(",animal,", ",Sus scrofa,1,");
  }
}
