package io.affut.exports.annotation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.affut.engine.detection.Category;
import io.affut.engine.species.Label;
import io.affut.engine.species.LabelledPicture;
import io.affut.exports.RunInMemory;
import io.affut.exports.Shown;
import io.affut.exports.outcome.ExportOutcome;
import io.affut.exports.outcome.LeftOut;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CocoExportTest {
  private static final Label FOX = RunInMemory.species("fox");
  private static final LabelledPicture[] RUN = {
    Shown.picture("a/1.jpg")
        .size(640, 480)
        .taken("2024:07:08 09:10:11")
        .animal(0.75, Shown.at(0.125, 0.25, 0.5, 0.25), FOX)
        .box(Category.ANIMAL, 0.5, Shown.at(0, 0, 0.25, 0.25))
        .repeated(1)
        .labelled(FOX, 0.91239)
        .done(),
    Shown.failed("a/2.jpg", "is a text file"),
    Shown.picture("a/3.mp4").box(Category.ANIMAL, 0.9, Shown.at(0, 0, 1, 1)).video(),
    Shown.picture("b/4.jpg").size(100, 50).done(),
    Shown.picture("b/5.jpg")
        .size(100, 50)
        .box(Category.PERSON, 0.5, Shown.at(0.9, 0, 0.1, 1))
        .labelled(Label.Plain.PERSON, 1)
        .done(),
  };

  @TempDir Path folder;

  @Test
  void everyPictureThatWasLookedAtIsAnImage() throws Exception {
    JsonNode images = coco(true).get("images");
    assertThat(images).hasSize(3);
    assertThat(images.get(0).toString())
        .isEqualTo(
            """
            {"id":1,"file_name":"a/1.jpg","width":640,"height":480,\
            "datetime":"2024-07-08 09:10:11"}\
            """);
    assertThat(images.get(1).toString())
        .isEqualTo("{\"id\":2,\"file_name\":\"b/4.jpg\",\"width\":100,\"height\":50}");
  }

  @Test
  void boxesAreInPixelsAndHaveTheirSpeciesWhereItIsKnown() throws Exception {
    JsonNode coco = coco(true);
    JsonNode annotations = coco.get("annotations");
    assertThat(annotations).hasSize(3);
    JsonNode fox = annotations.get(0);
    assertThat(fox.get("bbox").toString()).isEqualTo("[80.0,120.0,320.0,120.0]");
    assertThat(fox.get("area").doubleValue()).isEqualTo(320 * 120);
    assertThat(fox.get("iscrowd").intValue()).isZero();
    assertThat(fox.get("score").doubleValue()).isEqualTo(0.75);
    assertThat(fox.get("species_score").doubleValue()).isEqualTo(0.9124);
    assertThat(category(coco, fox)).isEqualTo("renard");
    assertThat(category(coco, annotations.get(1))).isEqualTo("animal");
    assertThat(annotations.get(1).has("species_score")).isFalse();
    assertThat(category(coco, annotations.get(2))).isEqualTo("person");
    assertThat(annotations.get(2).get("image_id").intValue()).isEqualTo(3);
  }

  @Test
  void idsAreDistinctAndRefer() throws Exception {
    JsonNode coco = coco(true);
    assertThat(ids(coco.get("categories"))).doesNotHaveDuplicates().hasSize(3 + 38);
    assertThat(ids(coco.get("annotations"))).doesNotHaveDuplicates();
    List<Integer> images = ids(coco.get("images"));
    coco.get("annotations").forEach(a -> assertThat(images).contains(a.get("image_id").intValue()));
  }

  @Test
  void repeatedBoxesMayBeLeftOut() throws Exception {
    assertThat(coco(false).get("annotations")).hasSize(2);
  }

  @Test
  void whatIsNoImageIsTold() throws Exception {
    ExportOutcome outcome =
        CocoExport.write(
            new RunInMemory(Path.of("/p"), RUN),
            new CocoSettings("fr", true),
            folder.resolve("coco.json"));
    assertThat(outcome.written()).isEqualTo(3);
    assertThat(outcome.leftOut())
        .containsExactly(
            new LeftOut("a/2.jpg", "is a text file"),
            new LeftOut("a/3.mp4", "is a video; COCO has pictures only"));
  }

  /// As most files of MegaDetector's own programs have it.
  @Test
  void aPictureWhoseSizeIsNotKnownIsLeftOutAndSoAreItsBoxes() throws Exception {
    LabelledPicture unknown =
        Shown.picture("a/0.jpg").size(0, 0).animal(0.9, Shown.at(0, 0, 1, 1), FOX).done();
    Path file = folder.resolve("coco.json");
    ExportOutcome outcome =
        CocoExport.write(
            new RunInMemory(Path.of("/p"), unknown, RUN[4]), new CocoSettings("fr", true), file);
    assertThat(outcome.leftOut())
        .containsExactly(
            new LeftOut("a/0.jpg", "has no size in the results, and COCO has boxes in pixels"));
    JsonNode coco = new JsonMapper().readTree(file.toFile());
    assertThat(ids(coco.get("images"))).containsExactly(1);
    assertThat(coco.get("annotations"))
        .singleElement()
        .satisfies(box -> assertThat(box.get("image_id").intValue()).isEqualTo(1));
  }

  private JsonNode coco(boolean repeated) throws Exception {
    Path file = folder.resolve("coco.json");
    CocoExport.write(new RunInMemory(Path.of("/p"), RUN), new CocoSettings("fr", repeated), file);
    return new JsonMapper().readTree(file.toFile());
  }

  private static String category(JsonNode coco, JsonNode annotation) {
    for (JsonNode category : coco.get("categories")) {
      if (category.get("id").equals(annotation.get("category_id"))) {
        return category.get("name").textValue();
      }
    }
    throw new AssertionError("no category " + annotation.get("category_id"));
  }

  private static List<Integer> ids(JsonNode list) {
    List<Integer> ids = new ArrayList<>();
    list.forEach(node -> ids.add(node.get("id").intValue()));
    return ids;
  }
}
