package io.affut.exports.camtrapdp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.affut.engine.detection.Category;
import io.affut.engine.model.ClassLists;
import io.affut.engine.species.Label;
import io.affut.engine.species.LabelledPicture;
import io.affut.exports.RunInMemory;
import io.affut.exports.Shown;
import io.affut.exports.outcome.LeftOut;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CamtrapExportTest {
  private static final Label FOX = RunInMemory.species("fox");
  private static final CamtrapSettings SETTINGS =
      new CamtrapSettings(
          "Forêt d'Écouves",
          "The park",
          SamplingDesign.TARGETED,
          Optional.of(ZoneId.of("Europe/Paris")),
          Map.of("north", new Place(48.5, 0.25), "south", new Place(48.25, 0.5)),
          true,
          Instant.parse("2026-05-04T12:34:56.789Z"));
  private static final LabelledPicture[] RUN = {
    Shown.picture("north/a.jpg")
        .sequence(1)
        .taken("2024:07:08 09:10:11")
        .animal(0.9, Shown.at(0.125, 0.25, 0.5, 0.25), FOX)
        .box(Category.PERSON, 0.5, Shown.at(0, 0, 0.25, 0))
        .labelled(FOX, 0.91239)
        .done(),
    Shown.picture("north/b.jpg")
        .sequence(1)
        .taken("2024:07:08 09:10:15")
        .animal(0.9, Shown.at(0, 0, 0.5, 0.5), FOX)
        .box(Category.ANIMAL, 0.5, Shown.at(0.5, 0.5, 0.25, 0.25))
        .repeated(1)
        .labelled(FOX, 0.91239)
        .done(),
    Shown.picture("south/c.jpg").sequence(2).taken("2024:12:24 18:00:00").done(),
    Shown.picture("south/d.MOV")
        .sequence(3)
        .taken("2024:12:25 18:00:00")
        .box(Category.PERSON, 0.9, Shown.at(0, 0, 1, 1))
        .labelled(Label.Plain.PERSON, 1)
        .video(),
    Shown.picture("south/e.jpg").sequence(4).done(),
    Shown.failed("south/f.jpg", "is a text file")
  };

  @TempDir Path folder;

  private CamtrapOutcome outcome;

  @BeforeEach
  void export() throws Exception {
    outcome = CamtrapExport.write(new RunInMemory(Path.of("/photos"), RUN), SETTINGS, folder);
  }

  @Test
  void aPackageHasFourFilesAndNothingIsLeftToFillIn() {
    assertThat(folder.toFile().list())
        .containsExactlyInAnyOrder(
            "datapackage.json", "deployments.csv", "media.csv", "observations.csv");
    assertThat(outcome.toFillIn()).isEmpty();
    assertThat(outcome.deployments()).isEqualTo(2);
    assertThat(outcome.media()).isEqualTo(4);
    assertThat(outcome.observations()).isEqualTo(6 + 4);
  }

  @Test
  void picturesWithoutADateAndThoseThatFailedAreLeftOutAndTold() {
    assertThat(outcome.leftOut())
        .containsExactly(
            new LeftOut("south/e.jpg", "has no date, which the standard requires"),
            new LeftOut("south/f.jpg", "is a text file"));
  }

  @Test
  void aCameraIsADeploymentFromItsFirstPictureToItsLast() throws Exception {
    assertThat(rows("deployments"))
        .extracting(row ->
            row.get("deploymentID")
                + " "
                + row.get("latitude")
                + " "
                + row.get("longitude")
                + " "
                + row.get("deploymentStart")
                + " "
                + row.get("deploymentEnd")
                + " "
                + row.get("timestampIssues"))
        .containsExactly(
            "north 48.5 0.25 2024-07-08T09:10:11+02:00 2024-07-08T09:10:15+02:00 false",
            "south 48.25 0.5 2024-12-24T18:00:00+01:00 2024-12-25T18:00:00+01:00 false");
  }

  @Test
  void picturesWithPeopleAreNeverPublic() throws Exception {
    assertThat(rows("media"))
        .extracting(row ->
            row.get("mediaID")
                + " "
                + row.get("filePublic")
                + " "
                + row.get("fileMediatype")
                + " "
                + row.get("timestamp"))
        .containsExactly(
            "north/a.jpg false image/jpeg 2024-07-08T09:10:11+02:00",
            "north/b.jpg true image/jpeg 2024-07-08T09:10:15+02:00",
            "south/c.jpg true image/jpeg 2024-12-24T18:00:00+01:00",
            "south/d.MOV false video/quicktime 2024-12-25T18:00:00+01:00");
  }

  @Test
  void everyBoxIsAnObservationOfItsPicture() throws Exception {
    Map<String, String> fox = observation("north/a.jpg#1");
    assertThat(fox)
        .containsEntry("deploymentID", "north")
        .containsEntry("mediaID", "north/a.jpg")
        .containsEntry("eventID", "1")
        .containsEntry("eventStart", "2024-07-08T09:10:11+02:00")
        .containsEntry("observationLevel", "media")
        .containsEntry("observationType", "animal")
        .containsEntry("scientificName", "Vulpes vulpes")
        .containsEntry("count", "1")
        .containsEntry("bboxX", "0.125000")
        .containsEntry("bboxY", "0.250000")
        .containsEntry("bboxWidth", "0.500000")
        .containsEntry("bboxHeight", "0.250000")
        .containsEntry("classificationMethod", "machine")
        .containsEntry("classifiedBy", "deepfaune-vit on deepfaune-yolov8s (affut 0.1.0)")
        .containsEntry("classificationTimestamp", "2026-05-04T12:00:00Z")
        .containsEntry("classificationProbability", "0.9124");
    assertThat(observation("north/a.jpg#2"))
        .containsEntry("observationType", "human")
        .containsEntry("scientificName", "Homo sapiens")
        .containsEntry("classificationProbability", "0.5000")
        .as("the standard wants an extent")
        .containsEntry("bboxHeight", "0.000001");
    assertThat(observation("north/b.jpg#2"))
        .containsEntry("observationType", "animal")
        .containsEntry("scientificName", "")
        .containsEntry("observationTags", "repeated");
  }

  @Test
  void anEmptyPictureAndAVideoAreOneObservation() throws Exception {
    assertThat(observation("south/c.jpg#0"))
        .containsEntry("observationType", "blank")
        .containsEntry("count", "")
        .containsEntry("classificationProbability", "");
    assertThat(observation("south/d.MOV#0"))
        .containsEntry("observationType", "human")
        .containsEntry("count", "1")
        .containsEntry("bboxX", "");
  }

  @Test
  void aSequenceIsAnEventWithTheHighestCountOfOnePicture() throws Exception {
    assertThat(observation("event-1"))
        .containsEntry("observationLevel", "event")
        .containsEntry("mediaID", "")
        .containsEntry("eventStart", "2024-07-08T09:10:11+02:00")
        .containsEntry("eventEnd", "2024-07-08T09:10:15+02:00")
        .containsEntry("scientificName", "Vulpes vulpes")
        .containsEntry("count", "2")
        .containsEntry("classificationProbability", "0.9124");
    assertThat(observation("people-1"))
        .containsEntry("observationType", "human")
        .containsEntry("count", "1");
    assertThat(observation("event-3"))
        .containsEntry("observationType", "human")
        .as("certain by rule, not by a probability")
        .containsEntry("classificationProbability", "");
  }

  @Test
  void thePackageSaysWhatItIs() throws Exception {
    JsonNode json = new JsonMapper().readTree(folder.resolve("datapackage.json").toFile());
    assertThat(json.get("name").textValue()).isEqualTo("foret-d-ecouves");
    assertThat(json.get("created").textValue()).isEqualTo("2026-05-04T12:34:56Z");
    assertThat(json.at("/contributors/0/title").textValue()).isEqualTo("The park");
    assertThat(json.at("/project/samplingDesign").textValue()).isEqualTo("targeted");
    assertThat(json.at("/temporal").toString())
        .isEqualTo("{\"start\":\"2024-07-08\",\"end\":\"2024-12-25\"}");
    assertThat(json.at("/spatial/coordinates").toString())
        .isEqualTo("[[[0.25,48.25],[0.5,48.25],[0.5,48.5],[0.25,48.5],[0.25,48.25]]]");
    assertThat(json.at("/resources/2/path").textValue()).isEqualTo("observations.csv");
    assertThat(json.at("/taxonomic/1/scientificName").textValue()).isEqualTo("Vulpes vulpes");
    assertThat(json.at("/taxonomic/1/vernacularNames/fra").textValue()).isEqualTo("renard");
  }

  @Test
  void whatIsNotKnownIsSaid() throws Exception {
    CamtrapSettings bare =
        new CamtrapSettings(
            "x",
            "",
            SamplingDesign.OPPORTUNISTIC,
            Optional.empty(),
            Map.of(),
            false,
            Instant.EPOCH);
    CamtrapOutcome poor =
        CamtrapExport.write(new RunInMemory(Path.of("/photos"), RUN), bare, folder);
    assertThat(poor.toFillIn()).hasSize(3).first().asString().contains("north, south");
    assertThat(rows("deployments").getFirst())
        .containsEntry("latitude", "")
        .containsEntry("timestampIssues", "true")
        .containsEntry("deploymentStart", "2024-07-08T09:10:11Z");
    assertThat(Files.readString(folder.resolve("datapackage.json"))).contains("FeatureCollection");
  }

  @ParameterizedTest
  @ValueSource(strings = {"deepfaune-1.3", "deepfaune-1.4", "deepfaune-1.5", "deepfaune-birds"})
  void everyClassOfDeepfauneHasAScientificName(String list) throws Exception {
    String taxa =
        new String(
            CamtrapExport.class.getResourceAsStream("taxa.toml").readAllBytes(),
            java.nio.charset.StandardCharsets.UTF_8);
    for (String name : ClassLists.find(list).orElseThrow().names("en")) {
      assertThat(taxa).containsPattern("(?m)^\"?" + name + "\"? = ");
    }
  }

  @Test
  void thereIsNoPlaceBeyondThePoles() {
    assertThatIllegalArgumentException().isThrownBy(() -> new Place(90.1, 0));
    assertThatIllegalArgumentException().isThrownBy(() -> new Place(Double.NaN, 0));
  }

  private Map<String, String> observation(String id) throws Exception {
    return rows("observations").stream()
        .filter(row -> row.get("observationID").equals(id))
        .findFirst()
        .orElseThrow();
  }

  /// None of these cells needs quotes.
  private List<Map<String, String>> rows(String table) throws Exception {
    List<String> lines = Files.readAllLines(folder.resolve(table + ".csv"));
    String[] names = lines.getFirst().split(",", -1);
    List<Map<String, String>> rows = new ArrayList<>();
    for (String line : lines.subList(1, lines.size())) {
      String[] cells = line.split(",", -1);
      assertThat(cells).hasSameSizeAs(names);
      Map<String, String> row = new LinkedHashMap<>();
      for (int i = 0; i < names.length; i++) {
        row.put(names[i], cells[i]);
      }
      rows.add(row);
    }
    return rows;
  }
}
