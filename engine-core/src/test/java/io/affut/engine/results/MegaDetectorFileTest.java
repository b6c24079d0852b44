package io.affut.engine.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.affut.engine.detection.BoundingBox;
import io.affut.engine.detection.Category;
import io.affut.engine.detection.Detection;
import io.affut.engine.detection.Logits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// MegaDetector batch results, format 1.6, as its validator wants them.
class MegaDetectorFileTest {
  private static final LocalDateTime COMPLETED = LocalDateTime.of(2026, 5, 4, 3, 2, 1, 999);

  private static final Map<String, ?> NOTES = Map.of("sequence", 7, "repeated", List.of(0, 2));

  @TempDir private Path folder;

  private Path output() {
    return folder.resolve("results.json");
  }

  private void write(RunInfo run, List<PictureResult> results) throws IOException {
    MegaDetectorFile.write(
        run.with(Map.of("device", "CPU (a processor)", "seconds", "1.5")),
        taker -> {
          for (PictureResult result : results) {
            taker.take(result, NOTES);
          }
        },
        COMPLETED,
        output());
  }

  private JsonNode written(PictureResult... results) throws IOException {
    write(TestResults.RUN, List.of(results));
    return new JsonMapper().readTree(output().toFile());
  }

  private static List<String> keys(JsonNode node) {
    return node.properties().stream().map(Map.Entry::getKey).toList();
  }

  @Test
  void theTopLevelHasWhatTheFormatAsksForAndNothingElse() throws Exception {
    assertThat(keys(written())).containsExactly("info", "detection_categories", "images");
    assertThat(written().get("images").isArray()).isTrue();
  }

  @Test
  void anAnimalThatWasClassifiedHasItsFiveLikeliestClasses() throws Exception {
    float[] logits = new float[38];
    logits[4] = 2.2f; // twice the temperature, so e^2 times as likely as those of 0
    logits[9] = 1.1f;
    Detection deer = TestResults.COW.with(new Logits(logits, new float[] {1, 2}));
    write(
        TestResults.CLASSIFIED, List.of(TestResults.picture("deer.jpg", deer, TestResults.HIKER)));
    JsonNode root = new JsonMapper().readTree(output().toFile());
    assertThat(root.at("/info/classifier").textValue()).isEqualTo("names");
    assertThat(root.path("classification_categories")).hasSize(38);
    assertThat(root.at("/classification_categories/9").textValue()).isEqualTo("roe deer");
    JsonNode likely = root.at("/images/0/detections/0/classifications");
    assertThat(likely).hasSize(5);
    double sum = 36 + Math.exp(1) + Math.exp(2);
    assertThat(likely.at("/0/0").textValue()).isEqualTo("4");
    assertThat(likely.at("/0/1").doubleValue()).isCloseTo(Math.exp(2) / sum, within(1e-6));
    assertThat(likely.at("/1/0").textValue()).isEqualTo("9");
    assertThat(likely.at("/1/1").doubleValue()).isCloseTo(Math.exp(1) / sum, within(1e-6));
    assertThat(likely.at("/2/1").doubleValue()).isCloseTo(1 / sum, within(1e-6));
    assertThat(root.at("/images/0/detections/1").has("classifications")).isFalse();
  }

  @Test
  void theFormatVersionIsAText() throws Exception {
    JsonNode version = written().at("/info/format_version");
    assertThat(version.isTextual()).isTrue();
    assertThat(version.textValue()).isEqualTo("1.6");
  }

  @Test
  void theInfoSaysWhatLookedAtThePicturesAndWhen() throws Exception {
    JsonNode info = written().get("info");
    assertThat(info.get("detector").textValue()).isEqualTo("small");
    assertThat(info.get("detection_completion_time").textValue()).isEqualTo("2026-05-04 03:02:01");
    assertThat(info.at("/detector_metadata/image_size").intValue()).isEqualTo(512);
    assertThat(info.at("/detector_metadata/typical_detection_threshold").floatValue())
        .isEqualTo(0.3f);
    JsonNode ours = info.at("/custom_metadata/affut");
    assertThat(ours.get("program").textValue()).isEqualTo("affut 0.1.0");
    assertThat(ours.get("base_folder").textValue()).isEqualTo("/photos/été \"1\"");
    assertThat(ours.get("confidence").floatValue()).isEqualTo(0.2f);
    assertThat(ours.get("device").textValue()).isEqualTo("CPU (a processor)");
    assertThat(ours.get("seconds").textValue()).isEqualTo("1.5");
  }

  @Test
  void categoriesAreNumberedFromOneAsTexts() throws Exception {
    JsonNode categories = written().get("detection_categories");
    assertThat(keys(categories)).containsExactly("1", "2", "3", "4");
    assertThat(categories.get("1").textValue()).isEqualTo("animal");
    assertThat(categories.get("2").textValue()).isEqualTo("person");
    assertThat(categories.get("3").textValue()).isEqualTo("vehicle");
    assertThat(categories.get("4").textValue()).isEqualTo("fox");
  }

  @Test
  void aDetectionRefersToItsCategory() throws Exception {
    Detection fox = new Detection(TestResults.FOX, 0.5f, new BoundingBox(0, 0, 0.5f, 0.5f));
    JsonNode detections =
        written(TestResults.picture("a.jpg", TestResults.HIKER, fox)).at("/images/0/detections");
    assertThat(detections.findValuesAsText("category")).containsExactly("2", "4");
  }

  @Test
  void aBoxIsFourNumbersLeftTopWidthHeight() throws Exception {
    JsonNode box =
        written(TestResults.picture("a.jpg", TestResults.COW)).at("/images/0/detections/0/bbox");
    assertThat(box).hasSize(4);
    assertThat(box).allMatch(JsonNode::isFloatingPointNumber);
    assertThat(box).extracting(JsonNode::floatValue).containsExactly(0.1f, 0.2f, 0.3f, 0.4f);
  }

  /// The validator refuses a confidence of 1.
  @Test
  void aConfidenceIsAFloatAlsoWhereItIsWhole() throws Exception {
    Detection none = new Detection(Category.PERSON, 0, new BoundingBox(0, 0, 1, 1));
    JsonNode detections =
        written(TestResults.picture("a.jpg", TestResults.HIKER, none)).at("/images/0/detections");
    assertThat(detections).allMatch(d -> d.get("conf").isFloatingPointNumber());
    assertThat(detections).extracting(d -> d.get("conf").asText()).containsExactly("1.0", "0.0");
    assertThat(output()).content().contains("\"conf\" : 1.0,");
  }

  @Test
  void anEmptyPictureHasNoDetectionsButTheirList() throws Exception {
    JsonNode image = written(TestResults.picture("a.jpg")).at("/images/0");
    assertThat(image.get("detections").isArray()).isTrue();
    assertThat(image.get("detections")).isEmpty();
    assertThat(image.has("failure")).isFalse();
    assertThat(image.get("width").intValue()).isEqualTo(640);
    assertThat(image.get("height").intValue()).isEqualTo(480);
  }

  @Test
  void aSizeThatIsNotKnownIsNotSaid() throws Exception {
    DetectedPicture unknown =
        new DetectedPicture(
            "a.jpg", 0, 0, List.of(), "unknown", Optional.empty(), Optional.empty());
    assertThat(keys(written(unknown).at("/images/0")))
        .doesNotContain("width", "height")
        .contains("detections");
  }

  @Test
  void aFailureIsATextAndItsDetectionsAreNull() throws Exception {
    JsonNode image = written(new FailedPicture("a.jpg", "is empty (0 bytes)")).at("/images/0");
    assertThat(keys(image)).containsExactly("file", "failure", "detections", "affut");
    assertThat(image.get("failure").textValue()).isEqualTo("is empty (0 bytes)");
    assertThat(image.get("detections").isNull()).isTrue();
  }

  @Test
  void whatTheFormatHasNoPlaceForStandsUnderOurName() throws Exception {
    JsonNode image = written(TestResults.damaged("a.jpg")).at("/images/0");
    assertThat(image.at("/affut/decoder").textValue()).isEqualTo("libjpeg-turbo");
    assertThat(image.at("/affut/damaged").textValue()).isEqualTo("Premature end of JPEG file");
    assertThat(image.get("datetime").textValue()).isEqualTo("2024:07:08 09:10:11");
    assertThat(image.has("failure")).isFalse();
  }

  @Test
  void aVideosDetectionsStandTogetherWithTheNumbersOfTheirFrames() throws Exception {
    DetectedVideo video =
        new DetectedVideo(
            "a.mp4",
            1920,
            1080,
            29.97,
            List.of(
                new VideoFrame(0, List.of()),
                new VideoFrame(10, List.of(TestResults.COW, TestResults.HIKER)),
                new VideoFrame(20, List.of(TestResults.COW))),
            "FFmpeg",
            Optional.of(TestResults.DATE),
            Optional.empty());
    JsonNode image = written(video).at("/images/0");
    assertThat(image.get("frame_rate").doubleValue()).isEqualTo(29.97);
    assertThat(image.get("frames_processed"))
        .extracting(JsonNode::intValue)
        .containsExactly(0, 10, 20);
    assertThat(image.get("detections").findValues("frame_number"))
        .extracting(JsonNode::intValue)
        .containsExactly(10, 10, 20);
    assertThat(image.at("/detections/1/category").textValue()).isEqualTo("2");
  }

  @Test
  void whatIsSaidOfAPictureBesidesStandsWithIt() throws Exception {
    JsonNode ours = written(TestResults.picture("a.jpg")).at("/images/0/affut");
    assertThat(ours.get("sequence").intValue()).isEqualTo(7);
    assertThat(ours.get("repeated")).extracting(JsonNode::intValue).containsExactly(0, 2);
  }

  @Test
  void namesAreKeptAsTheyAre() throws Exception {
    String name = "é\n\"\\/🦊.jpg";
    assertThat(written(TestResults.picture(name)).at("/images/0/file").textValue()).isEqualTo(name);
    assertThat(output()).content().contains("é");
  }

  @Test
  void halfACharacterOfAFileNameOfWindowsIsNoReasonToLoseTheResults() throws Exception {
    String name = "high \uD83E.jpg";
    assertThat(written(TestResults.picture(name)).at("/images/0/file").textValue()).isEqualTo(name);
  }

  @Test
  void theFileAppearsWholeAndNothingElseStays() throws Exception {
    Files.writeString(output(), "results of before");
    write(TestResults.RUN, List.of(TestResults.picture("a.jpg")));
    assertThat(output()).content().startsWith("{").doesNotContain("before");
    assertThat(folder.resolve("results.json.part")).doesNotExist();
  }

  @Test
  void whatCannotBeWrittenWholeLeavesTheOldResultsAndNoPart() throws Exception {
    Files.writeString(output(), "results of before");
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() ->
            MegaDetectorFile.write(
                TestResults.RUN,
                taker -> {
                  taker.take(TestResults.picture("a.jpg"), Map.of());
                  throw new IOException("the card was pulled");
                },
                COMPLETED,
                output()));
    assertThat(output()).hasContent("results of before");
    assertThat(folder.resolve("results.json.part")).doesNotExist();
  }
}
