package io.affut.engine.given;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.affut.engine.detection.BoundingBox;
import io.affut.engine.detection.Category;
import io.affut.engine.detection.Detection;
import io.affut.engine.pipeline.FoundPictures;
import io.affut.engine.pipeline.KnownBoxes;
import io.affut.engine.pipeline.PictureFile;
import io.affut.engine.pipeline.PictureFinder;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What a file of another program says of the pictures of a run.
class GivenBoxesTest {
  private static final String THREE =
      "\"detection_categories\": {\"1\": \"animal\", \"2\": \"person\", \"3\": \"vehicle\"}";

  @TempDir private Path temporary;
  private Path folder;
  private Path file;

  @BeforeEach
  void makePictures() throws IOException {
    folder = Files.createDirectories(temporary.toRealPath().resolve("cards"));
    file = folder.resolveSibling("md.json");
    for (String name : List.of("a/1.jpg", "a/2.jpg", "b/3.jpg")) {
      picture(name);
    }
  }

  private Path picture(String name) throws IOException {
    Path picture = folder.resolve(name);
    Files.createDirectories(picture.getParent());
    return Files.createFile(picture);
  }

  private GivenBoxes read(String json, Path... inputs) throws IOException {
    Files.writeString(file, json);
    return read(inputs);
  }

  private GivenBoxes read(Path... inputs) {
    List<Path> given = inputs.length == 0 ? List.of(folder) : List.of(inputs);
    return GivenBoxes.read(file, PictureFinder.find(given), given, 0.4f);
  }

  private static String images(String... entries) {
    return "{\"images\": [%s], %s, \"info\": {\"format_version\": \"1.4\"}}"
        .formatted(String.join(",", entries), THREE);
  }

  private static String entry(String file, String... boxes) {
    return "{\"file\": \"%s\", \"detections\": [%s]}".formatted(file, String.join(",", boxes));
  }

  private static String box(String category, double confidence) {
    return "{\"category\": \"%s\", \"conf\": %s, \"bbox\": [0.25, 0.5, 0.125, 0.25]}"
        .formatted(category, confidence);
  }

  private static KnownBoxes.Known known(GivenBoxes boxes, String name) {
    return boxes.of(
        boxes.pictures().pictures().stream()
            .filter(picture -> picture.name().equals(name))
            .findFirst()
            .orElseThrow());
  }

  private static List<Detection> found(GivenBoxes boxes, String name) {
    return ((KnownBoxes.Found) known(boxes, name)).detections();
  }

  private static String reason(GivenBoxes boxes, String name) {
    return ((KnownBoxes.Nothing) known(boxes, name)).reason();
  }

  private static List<String> names(GivenBoxes boxes) {
    return boxes.pictures().pictures().stream().map(PictureFile::name).toList();
  }

  @Test
  void boxesStrictlyAboveTheConfidenceAreThereTheMostConfidentFirst() throws Exception {
    GivenBoxes boxes =
        read(images(entry("a/1.jpg", box("2", 0.41), box("1", 0.4), box("1", 0.9), box("3", 0.1))));
    BoundingBox where = new BoundingBox(0.25f, 0.5f, 0.125f, 0.25f);
    assertThat(found(boxes, "a/1.jpg"))
        .containsExactly(
            new Detection(Category.ANIMAL, 0.9f, where),
            new Detection(Category.PERSON, 0.41f, where));
    assertThat(boxes.confidence()).isEqualTo(0.4f);
  }

  @Test
  void aPictureWithoutBoxesAboveTheConfidenceIsEmptyAndOneThatIsNotNamedIsNot() throws Exception {
    GivenBoxes boxes = read(images(entry("a/1.jpg"), entry("a/2.jpg", box("1", 0.3))));
    assertThat(found(boxes, "a/1.jpg")).isEmpty();
    assertThat(found(boxes, "a/2.jpg")).isEmpty();
    assertThat(reason(boxes, "b/3.jpg"))
        .isEqualTo("is not named in md.json, so nobody has looked at it");
  }

  @Test
  void aFailureStaysAFailureWithItsReason() throws Exception {
    GivenBoxes boxes =
        read(
            images(
                "{\"file\": \"a/1.jpg\", \"failure\": \"image access failure\", \"detections\": null}",
                "{\"file\": \"a/2.jpg\", \"failure\": \"inference failure\", \"detections\": []}",
                "{\"file\": \"b/3.jpg\", \"failure\": null, \"detections\": []}"));
    assertThat(reason(boxes, "a/1.jpg"))
        .isEqualTo("could not be looked at, as md.json says: image access failure");
    assertThat(reason(boxes, "a/2.jpg")).contains("inference failure");
    assertThat(found(boxes, "b/3.jpg")).isEmpty();
  }

  @Test
  void anEntryWhosePictureIsNotThereIsAFailureInItsPlace() throws Exception {
    GivenBoxes boxes = read(images(entry("a/15.jpg", box("1", 0.9)), entry("a/1.jpg")));
    assertThat(names(boxes)).containsExactly("a/1.jpg", "a/15.jpg", "a/2.jpg", "b/3.jpg");
    assertThat(reason(boxes, "a/15.jpg")).isEqualTo("is named in md.json, and does not exist");
  }

  /// Results show such a name with a replacement character, so no path can be made of it.
  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "all names are Unicode")
  void aPictureWhoseNameIsNoUtf8IsFoundByWhatIsShownOfIt() throws Exception {
    odd("site \\351t\\351/\\351.jpg");
    String shown = "site \ufffdt\ufffd/\ufffd.jpg";
    GivenBoxes boxes = read(images(entry(shown, box("1", 0.9))));
    assertThat(names(boxes)).containsExactly("a/1.jpg", "a/2.jpg", "b/3.jpg", shown);
    assertThat(found(boxes, shown)).hasSize(1);
  }

  /// As Python's json module does. The bytes E2 82 begin a character of three bytes, and are shown
  /// as one.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "b\\351te.jpg          | b\\udce9te.jpg         | b\ufffdte.jpg",
        "\\342\\202.jpg        | \\udce2\\udc82.jpg      | \ufffd.jpg",
        "\\303\\251-\\377-\ud83e\udd8a.jpg | é-\\udcff-\\ud83e\\udd8a.jpg | é-\ufffd-\ud83e\udd8a.jpg",
      })
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "all names are Unicode")
  void aNameThatIsNoUtf8IsUnderstoodAsPythonWritesIt(String octal, String python, String shown)
      throws Exception {
    odd(octal);
    GivenBoxes boxes = read(images(entry(python, box("1", 0.9))));
    assertThat(names(boxes)).containsExactly("a/1.jpg", "a/2.jpg", "b/3.jpg", shown);
    assertThat(found(boxes, shown)).hasSize(1);
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "all names are Unicode")
  void whatTwoPicturesAreShownWithSaysNothingOfEither() throws Exception {
    odd("\\351.jpg");
    odd("\\350.jpg");
    GivenBoxes boxes = read(images(entry("\ufffd.jpg", box("1", 0.9))));
    assertThat(names(boxes))
        .containsExactly("a/1.jpg", "a/2.jpg", "b/3.jpg", "\ufffd.jpg", "\ufffd.jpg");
    assertThat(boxes.pictures().pictures().subList(3, 5))
        .extracting(boxes::of)
        .containsOnly(
            new KnownBoxes.Nothing(
                "has a name in md.json that several pictures are shown with, as it is no UTF-8"));
  }

  /// Makes a picture whose name has the bytes that are written in octal.
  private void odd(String name) throws Exception {
    String script = "f=$(printf \"$1\") && mkdir -p \"${f%/*}\" && : > \"$f\"";
    Process shell =
        new ProcessBuilder("sh", "-c", script, "sh", "./" + name)
            .directory(folder.toFile())
            .inheritIO()
            .start();
    assertThat(shell.waitFor()).isZero();
  }

  @Test
  void anEntryThatIsNoPictureIsAFailure() throws Exception {
    picture("a/notes.txt");
    GivenBoxes boxes = read(images(entry("a/notes.txt", box("1", 0.9)), entry("a/1.jpg")));
    assertThat(reason(boxes, "a/notes.txt"))
        .isEqualTo("is named in md.json, and is none of the pictures that are looked at");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"category\": \"1\", \"conf\": 0.9}",
        "{\"category\": \"1\", \"conf\": 0.9, \"bbox\": [0, 0, 1]}",
        "{\"category\": \"1\", \"conf\": 0.9, \"bbox\": [0, 0, \"1\", 1]}",
        "{\"category\": \"1\", \"conf\": 0.9, \"bbox\": [0, 0, NaN, 1]}",
        "{\"category\": \"1\", \"conf\": 0.9, \"bbox\": [10, 20, 300, 400]}",
        "{\"category\": \"1\", \"conf\": 0.9, \"bbox\": [0.5, 0.5, -0.2, 0.1]}",
        "{\"category\": \"1\", \"conf\": NaN, \"bbox\": [0, 0, 1, 1]}",
        "{\"category\": \"1\", \"conf\": 7, \"bbox\": [0, 0, 1, 1]}",
        "{\"category\": \"1\", \"bbox\": [0, 0, 1, 1]}",
        "{\"conf\": 0.9, \"bbox\": [0, 0, 1, 1]}",
        "17"
      })
  void aBoxThatCannotBeMakesItsPictureAFailureAndNoOther(String box) throws Exception {
    GivenBoxes boxes = read(images(entry("a/1.jpg", box), entry("a/2.jpg", box("1", 0.9))));
    assertThat(reason(boxes, "a/1.jpg")).startsWith("has a box in md.json that cannot be: ");
    assertThat(found(boxes, "a/2.jpg")).hasSize(1);
  }

  @Test
  void boxesThatAreRoundedOverTheEdgeEndAtIt() throws Exception {
    GivenBoxes boxes =
        read(
            images(
                entry(
                    "a/1.jpg",
                    "{\"category\": \"1\", \"conf\": 1, \"bbox\": [-0.001, 0.5, 1.002, 0.5001]}")));
    assertThat(found(boxes, "a/1.jpg"))
        .extracting(Detection::box)
        .containsExactly(new BoundingBox(0, 0.5f, 1, 0.5f));
  }

  @Test
  void anEntryWithNeitherBoxesNorAFailureIsAFailure() throws Exception {
    GivenBoxes boxes = read(images("{\"file\": \"a/1.jpg\"}"));
    assertThat(reason(boxes, "a/1.jpg")).isEqualTo("has neither boxes nor a failure in md.json");
  }

  @Test
  void aCategoryThatIsNotExplainedMakesAFailureAndEmptyIsNothing() throws Exception {
    GivenBoxes boxes =
        read(images(entry("a/1.jpg", box("7", 0.9)), entry("a/2.jpg", box("0", 0.9))));
    assertThat(reason(boxes, "a/1.jpg")).contains("the category 7 in md.json");
    assertThat(found(boxes, "a/2.jpg")).isEmpty();
  }

  @Test
  void theCategoriesAreThoseOfTheFileTheStandardOnesFirst() throws Exception {
    GivenBoxes boxes =
        read(
            """
            {"detection_categories": {"0": "empty", "1": "Vehicle", "2": "rock", "4": "animal"},
             "info": {"detector": "md_v1000", "detector_metadata":
               {"typical_detection_threshold": 0.3, "image_size": 960}},
             "images": [{"file": "a/1.jpg", "detections":
               [{"category": "4", "conf": 0.5, "bbox": [0, 0, 1, 1]}]}]}
            """);
    assertThat(boxes.categories())
        .extracting(Category::name)
        .containsExactly("animal", "person", "vehicle", "rock");
    assertThat(found(boxes, "a/1.jpg"))
        .extracting(Detection::category)
        .containsExactly(Category.ANIMAL);
    assertThat(boxes.detector()).contains("md_v1000");
    assertThat(boxes.typicalConfidence()).contains(0.3f);
    assertThat(boxes.inputSize()).isEqualTo(960);
  }

  /// The categories come last, their explanation is missing, and there are keys of old.
  @Test
  void anOldFileIsReadToo() throws Exception {
    GivenBoxes boxes =
        read(
            """
            {"images": [{"file": "a/1.jpg", "max_detection_conf": 0.81, "detections":
               [{"category": 2, "conf": 0.81, "bbox": [0.1, 0.1, 0.2, 0.2], "extra": {"x": [1]}}]}],
             "info": {"format_version": 1.0}}
            """);
    assertThat(found(boxes, "a/1.jpg"))
        .extracting(Detection::category)
        .containsExactly(Category.PERSON);
    assertThat(boxes.detector()).isEmpty();
    assertThat(boxes.inputSize()).isZero();
  }

  @Test
  void pathsAreRelativeToTheInputToTheFileOrAbsolute() throws Exception {
    String relative = images(entry("a/1.jpg", box("1", 0.9)));
    assertThat(found(read(relative), "a/1.jpg")).hasSize(1);
    String fromTheFile = images(entry("cards/a/1.jpg", box("1", 0.9)));
    assertThat(found(read(fromTheFile), "a/1.jpg")).hasSize(1);
    assertThat(found(read(fromTheFile, folder.resolve("a")), "1.jpg")).hasSize(1);
    String absolute = images(entry(folder.resolve("a/1.jpg").toString(), box("1", 0.9)));
    assertThat(found(read(absolute), "a/1.jpg")).hasSize(1);
    String windows = images(entry("a\\\\1.jpg", box("1", 0.9)));
    assertThat(found(read(windows), "a/1.jpg")).hasSize(1);
  }

  /// A folder of each name is in both; the file is about the folder that they have in common.
  @Test
  void theFolderThatMostPathsBeginAtCounts() throws Exception {
    picture("a/a/1.jpg");
    GivenBoxes boxes =
        read(
            images(
                entry("a/1.jpg", box("1", 0.9)),
                entry("a/a/1.jpg"),
                entry("b/3.jpg", box("2", 0.9))),
            folder.resolve("a"),
            folder.resolve("b"));
    assertThat(found(boxes, "a/1.jpg")).hasSize(1);
    assertThat(found(boxes, "a/a/1.jpg")).isEmpty();
    assertThat(found(boxes, "b/3.jpg")).hasSize(1);
  }

  @Test
  void entriesOutsideOfTheInputsAreCountedAndLeft() throws Exception {
    GivenBoxes boxes =
        read(
            images(
                entry("cards/a/1.jpg"),
                entry("cards/a/2.jpg"),
                entry("cards/b/3.jpg"),
                entry("elsewhere/4.jpg")),
            folder.resolve("a"));
    assertThat(names(boxes)).containsExactly("1.jpg", "2.jpg");
    assertThat(boxes.elsewhere()).isEqualTo(2);
    assertThat(boxes.pictures().problems()).isEmpty();
  }

  @Test
  void aPictureThatHasTwoPathsIsFoundByEither() throws Exception {
    Files.createSymbolicLink(folder.resolve("link"), folder.resolve("a"));
    GivenBoxes boxes = read(images(entry("link/1.jpg", box("1", 0.9)), entry("a/2.jpg")));
    assertThat(names(boxes)).containsExactly("a/1.jpg", "a/2.jpg", "b/3.jpg");
    assertThat(found(boxes, "a/1.jpg")).hasSize(1);
    assertThat(boxes.pictures().problems()).isEmpty();
  }

  @Test
  void whatCannotBeToldFromThePicturesIsAProblemOfTheRun() throws Exception {
    GivenBoxes boxes =
        read(
            images(entry("a/1.jpg", box("1", 0.9)), entry("a/1.jpg"), "{\"detections\": []}", "3"));
    assertThat(found(boxes, "a/1.jpg")).hasSize(1);
    assertThat(boxes.pictures().problems())
        .containsExactly(
            file + " has entries that name no picture: 2",
            file + " has entries that name a picture again, of which the first counts: 1");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"images": [{"file": "a/1.jpg", | it ends in the middle, in line 1
          {"images": [                    | it ends in the middle, in line 1
          {"images": {}}                  | its images are no list
          {"info": {}}                    | it has no images
          [1, 2]                          | it is no JSON object
          GIF89a                          | it is no JSON, in line 1
          {"info": {"format_version": "2.0"}, "images": []} | its format is 2.0, and only 1 is known
          """)
  void whatIsNoSuchFileIsRefused(String json, String why) {
    assertThatExceptionOfType(BoxFileException.class)
        .isThrownBy(() -> read(json))
        .withMessage("The file %s is no result file in MegaDetector's format: %s.", file, why);
  }

  @Test
  void aFileOfAWholeArchiveServesForOneFolder() throws Exception {
    int entries = 100_000;
    try (BufferedWriter json = Files.newBufferedWriter(file)) {
      json.write("{\"images\": [");
      for (int i = 0; i < entries; i++) {
        json.write(entry("elsewhere/%d.jpg".formatted(i), box("1", 0.9), box("1", 0.8)) + ",\n");
      }
      json.write(entry("cards/a/1.jpg", box("1", 0.9)) + "]," + THREE + "}");
    }
    FoundPictures found = PictureFinder.find(List.of(folder.resolve("a")));
    GivenBoxes boxes = GivenBoxes.read(file, found, List.of(folder.resolve("a")), 0.4f);
    assertThat(boxes.elsewhere()).isEqualTo(entries);
    assertThat(found(boxes, "1.jpg")).hasSize(1);
  }
}
