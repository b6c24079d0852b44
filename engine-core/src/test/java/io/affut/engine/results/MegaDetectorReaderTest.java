package io.affut.engine.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.within;

import io.affut.engine.detection.BoundingBox;
import io.affut.engine.detection.Category;
import io.affut.engine.detection.Detection;
import io.affut.engine.detection.Logits;
import io.affut.engine.model.ClassNames;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// MegaDetector's files as its own programs, AddaxAI and SPARROW write them.
class MegaDetectorReaderTest {
  @TempDir private Path folder;

  private MegaDetectorReader open(String json) throws IOException {
    return MegaDetectorReader.open(Files.writeString(folder.resolve("md.json"), json));
  }

  private static List<PictureResult> pictures(MegaDetectorReader reader) throws IOException {
    List<PictureResult> pictures = new ArrayList<>();
    reader.forEach(pictures::add);
    return pictures;
  }

  private static String file(String images) {
    return """
    {"images": [%s],
     "detection_categories": {"1": "animal", "2": "person", "3": "vehicle", "7": "Dog"},
     "info": {"format_version": "1.4", "detector": "md_v5a.0.0.pt"}}
    """
        .formatted(images);
  }

  @Test
  void boxesHaveTheCategoriesOfTheirIdsWhereverThoseStand() throws Exception {
    MegaDetectorReader reader =
        open(
            file(
                """
                {"file": "a\\\\b.jpg", "max_detection_conf": 0.9, "detections": [
                  {"category": "1", "conf": 0.9, "bbox": [0.1, 0.2, 0.3, 0.4]},
                  {"category": "7", "conf": 0.4, "bbox": [0, 0, 1, 1]},
                  {"category": "9", "conf": 0.3, "bbox": [0, 0, 1, 1]}]}
                """));
    assertThat(reader.run().detector()).isEqualTo("md_v5a.0.0.pt");
    assertThat(reader.run().categories())
        .as("also what boxes have and nothing explains, so that they can be written again")
        .containsExactly(
            Category.ANIMAL,
            Category.PERSON,
            Category.VEHICLE,
            new Category("dog"),
            new Category("category 9"));
    assertThat(pictures(reader))
        .containsExactly(
            new DetectedPicture(
                "a/b.jpg",
                0,
                0,
                List.of(
                    new Detection(Category.ANIMAL, 0.9f, new BoundingBox(0.1f, 0.2f, 0.3f, 0.4f)),
                    new Detection(new Category("dog"), 0.4f, new BoundingBox(0, 0, 1, 1)),
                    new Detection(new Category("category 9"), 0.3f, new BoundingBox(0, 0, 1, 1))),
                "unknown",
                Optional.empty(),
                Optional.empty()));
  }

  @Test
  void aFailureIsAFailureAndSoIsAPictureOfWhichNothingIsSaid() throws Exception {
    assertThat(
            pictures(
                open(
                    file(
                        """
                        {"file": "a.jpg", "failure": "image access failure", "detections": null},
                        {"file": "b.jpg", "detections": null}
                        """))))
        .containsExactly(
            new FailedPicture("a.jpg", "image access failure"),
            new FailedPicture("b.jpg", "the results say nothing of it"));
  }

  @Test
  void anElementThatIsNoPictureLosesNoneOfTheOthers() throws Exception {
    assertThat(
            pictures(
                open(
                    file(
                        """
                        {"file": "a.jpg", "detections": []}, null, 3, [1, 2], "b.jpg",
                        {"file": "c.jpg", "detections": []}
                        """))))
        .filteredOn(DetectedPicture.class::isInstance)
        .extracting(PictureResult::file)
        .containsExactly("a.jpg", "c.jpg");
  }

  /// As Python writes numbers that are none.
  @Test
  void aBoxWithoutNumbersIsAFailureOfItsPictureAlone() throws Exception {
    assertThat(
            pictures(
                open(
                    file(
                        """
                        {"file": "a.jpg", "detections": [
                          {"category": "1", "conf": NaN, "bbox": [0, 0, 1, 1]}]},
                        {"file": "b.jpg", "detections": [
                          {"category": "1", "conf": 0.5, "bbox": [0, -Infinity, 1, 1]}]},
                        {"file": "c.jpg", "detections": []}
                        """))))
        .hasExactlyElementsOfTypes(FailedPicture.class, FailedPicture.class, DetectedPicture.class);
  }

  @Test
  void aCategoryThatSaysThatThereIsNothingIsNoBox() throws Exception {
    MegaDetectorReader reader =
        open(
            """
            {"detection_categories": {"0": "empty", "1": "animal"},
             "images": [{"file": "a.jpg", "detections": [
               {"category": "0", "conf": 1, "bbox": [0, 0, 1, 1]}]}]}
            """);
    assertThat(reader.run().categories()).isEqualTo(Category.STANDARD);
    assertThat(((DetectedPicture) pictures(reader).getFirst()).detections()).isEmpty();
  }

  @Test
  void likelyClassesBecomeLogitsWhoseSoftmaxTheyAre() throws Exception {
    MegaDetectorReader reader =
        open(
            """
            {"info": {"classifier": "df"}, "detection_categories": {"1": "animal"},
             "classification_categories": {"0": "fox", "1": "badger", "2": "deer", "3": "wolf"},
             "images": [{"file": "a.jpg", "detections": [
               {"category": "1", "conf": 0.9, "bbox": [0, 0, 1, 1],
                "classifications": [["2", 0.7], ["0", 0.2]]},
               {"category": "1", "conf": 0.8, "bbox": [0, 0, 1, 1]}]}]}
            """);
    ClassifierInfo classifier = reader.run().classifier().orElseThrow();
    assertThat(classifier.classes())
        .isEqualTo(new ClassNames.Named(List.of("fox", "badger", "deer", "wolf")));
    DetectedPicture picture = (DetectedPicture) pictures(reader).getFirst();
    Logits logits = picture.detections().getFirst().logits().orElseThrow();
    assertThat(logits.probabilities(1))
        .containsExactly(new double[] {0.2, 0.05, 0.7, 0.05}, within(1e-6));
    assertThat(picture.detections().get(1).logits()).isEmpty();
  }

  @Test
  void aVideosDetectionsStandWithTheirFrames() throws Exception {
    DetectedVideo video =
        (DetectedVideo)
            pictures(
                    open(
                        file(
                            """
                            {"file": "a.mp4", "frame_rate": 25.0, "frames_processed": [0, 8, 16],
                             "detections": [
                              {"category": "1", "conf": 0.9, "bbox": [0,0,1,1], "frame_number": 8}]}
                            """)))
                .getFirst();
    assertThat(video.frames()).extracting(VideoFrame::number).containsExactly(0, 8, 16);
    assertThat(video.frames().get(1).detections()).hasSize(1);
    assertThat(video.holds(Category.ANIMAL)).isTrue();
  }

  @Test
  void whatAffutWroteIsReadBack() throws Exception {
    Path output = folder.resolve("ours.json");
    RunInfo run = TestResults.CLASSIFIED.with(Map.of("threshold", "0.8"));
    DetectedPicture picture = TestResults.picture("a.jpg", TestResults.COW, TestResults.HIKER);
    MegaDetectorFile.write(
        run, taker -> taker.take(picture, Map.of()), LocalDateTime.of(2026, 1, 2, 3, 4), output);
    MegaDetectorReader reader = MegaDetectorReader.open(output);
    assertThat(pictures(reader)).containsExactly(picture);
    assertThat(reader.ours()).containsEntry("started", run.started());
    assertThat(reader.settings()).containsExactlyEntriesOf(Map.of("threshold", "0.8"));
    assertThat(reader.run().base()).isEqualTo(run.base());
    assertThat(reader.run().classifier().orElseThrow().classes())
        .isEqualTo(TestResults.CLASSIFIER.classes());
  }

  @Test
  void anotherJsonFileIsNamed() {
    assertThatIOException()
        .isThrownBy(() -> open("[1, 2]"))
        .withMessageContaining("md.json holds no results in MegaDetector's format");
    assertThatIOException()
        .isThrownBy(() -> open("{\"images\": 3}"))
        .withMessageContaining("holds no results");
    for (String id : List.of("1", "7")) {
      assertThatIOException()
          .as("nothing says what a box of category %s is", id)
          .isThrownBy(() ->
              open(
                  "{\"images\": [{\"file\": \"a.jpg\", \"detections\": [{\"category\": \"%s\"}]}]}"
                      .formatted(id)))
          .withMessageContaining("holds no results");
    }
    assertThatIOException()
        .isThrownBy(() -> open("{\"images\": [{\"file\""))
        .withMessageContaining("md.json is damaged: it ends in the middle, in line 1");
  }
}
