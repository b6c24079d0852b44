package io.affut.engine.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.affut.engine.detection.Category;
import io.affut.engine.install.DefaultModel;
import io.affut.preprocessing.resize.LetterboxRule;
import io.affut.preprocessing.resize.LetterboxRule.Placement;
import io.affut.preprocessing.resize.LetterboxRule.Shape;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ManifestReaderTest {

  @Test
  void everythingIsReadAsItIsWritten() {
    DetectorManifest manifest = SmallModel.parse(SmallModel.MANIFEST);
    assertThat(manifest.id()).isEqualTo("small");
    assertThat(manifest.description()).isEqualTo("A model for tests");
    assertThat(manifest.file()).isEqualTo("model.onnx");
    assertThat(manifest.sha256()).isEqualTo(Manifest.UNKNOWN);
    assertThat(manifest.licence()).isEqualTo("none");
    assertThat(manifest.source()).isEqualTo("made up");
    assertThat(manifest.notice()).isEqualTo("Not for the field.");
    assertThat(manifest.decode()).isEqualTo(DecodeRule.FULL);
    assertThat(manifest.precision()).isEqualTo(Precision.F32);
    assertThat(manifest.input())
        .isEqualTo(
            new DetectorManifest.Input(
                "images",
                new LetterboxRule(64, Shape.SQUARE, 32, Placement.TOP_LEFT, 114),
                Manifest.Layout.NCHW,
                Manifest.Channels.BGR,
                List.of(0f, 1.5f, 2f),
                List.of(255f, 255f, 255f)));
    assertThat(manifest.head()).isEqualTo(new DetectorManifest.CenterNet("heat", "extent", 4));
    assertThat(manifest.thresholds()).isEqualTo(new DetectorManifest.Thresholds(0.25f, 0.45f, 300));
    assertThat(manifest.classes().names()).containsExactly("Cow", "horse", "person", "chair");
    assertThat(manifest.classes().category(0)).contains(Category.ANIMAL);
    assertThat(manifest.classes().category(3)).isEmpty();
  }

  @Test
  void theDefaultModelIsWhatItsDescriptionSays() {
    DetectorManifest manifest =
        new DefaultModel(new ModelStore(Path.of("none")), line -> {}).manifest();
    assertThat(manifest.id()).isEqualTo("centernet-mobilenetv3-512");
    assertThat(manifest.decode()).isEqualTo(DecodeRule.REDUCED);
    assertThat(manifest.precision()).isEqualTo(Precision.F32);
    assertThat(manifest.notice()).contains("stand-in", "--detector").doesNotContain("\n");
    assertThat(manifest.input().letterbox().size()).isEqualTo(512);
    assertThat(manifest.input().letterbox().shape()).isEqualTo(Shape.SQUARE);
    assertThat(manifest.input().letterbox().placement()).isEqualTo(Placement.TOP_LEFT);
    assertThat(manifest.input().letterbox().pad()).isZero();
    assertThat(manifest.input().layout()).isEqualTo(Manifest.Layout.NHWC);
    assertThat(manifest.input().channels()).isEqualTo(Manifest.Channels.RGB);
    assertThat(manifest.input().mean()).containsOnly(0f);
    assertThat(manifest.input().deviation()).containsOnly(1f);
    assertThat(manifest.head())
        .isEqualTo(new DetectorManifest.CenterNet("tower_0/keypoints", "tower_0/wh", 4));
    assertThat(manifest.thresholds().confidence()).isEqualTo(0.3f);
    assertThat(manifest.thresholds().overlap()).isEqualTo(0.5f);
    assertThat(manifest.classes().size()).isEqualTo(80);
    assertThat(manifest.classes().byCategory())
        .isEqualTo(
            Map.of(
                Category.PERSON,
                List.of("person"),
                Category.VEHICLE,
                List.of("bicycle", "car", "motorcycle", "bus", "train", "truck", "boat"),
                Category.ANIMAL,
                List.of(
                    "bird",
                    "cat",
                    "dog",
                    "horse",
                    "sheep",
                    "cow",
                    "elephant",
                    "bear",
                    "zebra",
                    "giraffe")));
    // The network's order is that of COCO.
    assertThat(manifest.classes().names().subList(14, 24))
        .containsExactly(
            "bird", "cat", "dog", "horse", "sheep", "cow", "elephant", "bear", "zebra", "giraffe");
  }

  @ParameterizedTest(name = "{1} of [{0}]")
  @CsvSource({
    "'', id",
    "'', description",
    "'', task",
    "'', file",
    "'', sha256",
    "'', licence",
    "'', source",
    "'', decode",
    "'', precision",
    "input, name",
    "input, size",
    "input, shape",
    "input, stride",
    "input, placement",
    "input, pad",
    "input, layout",
    "input, channels",
    "input, mean",
    "input, deviation",
    "head, kind",
    "head, heat",
    "head, extent",
    "head, stride",
    "thresholds, confidence",
    "thresholds, overlap",
    "thresholds, most_boxes",
    "classes, names",
    "classes, others",
  })
  void aMissingKeyIsNamed(String table, String key) {
    assertThatExceptionOfType(ModelException.class)
        .isThrownBy(() -> SmallModel.parse(SmallModel.with(table, key, "")))
        .withMessage(
            "The manifest of the test is wrong at \"%s\": it is missing.", path(table, key));
  }

  @ParameterizedTest(name = "[{0}]")
  @ValueSource(strings = {"input", "head", "thresholds", "classes.categories"})
  void aMissingTableIsNamed(String table) {
    String toml = SmallModel.MANIFEST.replace("[" + table + "]", "[elsewhere]");
    assertThatExceptionOfType(ModelException.class)
        .isThrownBy(() -> SmallModel.parse(toml))
        .withMessageContaining("\"" + table + "\": it is missing");
  }

  @ParameterizedTest(name = "{1} = {2} in [{0}]")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "``         | id         | \"Upper\"",
        "``         | id         | \"../escape\"",
        "``         | id         | 7",
        "``         | description| \" \"",
        "``         | task       | \"oracle\"",
        "``         | sha256     | \"abc\"",
        "``         | sha256     | \"\"",
        "``         | decode     | \"half\"",
        "``         | decode     | \"FULL\"",
        "``         | precision  | \"int8\"",
        "input      | size       | 8",
        "input      | size       | \"64\"",
        "input      | size       | 64.5",
        "input      | size       | 99999999999999999999",
        "input      | shape      | \"round\"",
        "input      | stride     | 0",
        "input      | placement  | \"top_left\"",
        "input      | pad        | 256",
        "input      | pad        | -1",
        "input      | layout     | \"hwc\"",
        "input      | channels   | \"grey\"",
        "input      | mean       | 0",
        "input      | mean       | [0, 0]",
        "input      | mean       | [0, 0, \"a\"]",
        "input      | mean       | [0, nan, 0]",
        "input      | deviation  | [1, 0, 1]",
        "input      | deviation  | [1, inf, 1]",
        "head       | kind       | \"yolo\"",
        "head       | stride     | 65",
        "thresholds | confidence | 1.01",
        "thresholds | confidence | -0.1",
        "thresholds | confidence | nan",
        "thresholds | confidence | \"0.3\"",
        "thresholds | overlap    | inf",
        "thresholds | most_boxes | 0",
        "classes    | names      | []",
        "classes    | names      | \"cow\"",
        "classes    | names      | [\"cow\", 7]",
        "classes    | others     | \"maybe\"",
        "classes.categories | animal | \"cow\"",
        "classes.categories | person | [1]",
      })
  void aWrongValueIsNamed(String table, String key, String value) {
    assertThatExceptionOfType(ModelException.class)
        .isThrownBy(() -> SmallModel.parse(SmallModel.with(table, key, value)))
        .withMessageContaining("The manifest of the test is wrong at \"" + path(table, key) + "\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"3", "1", "64", "\"4\""})
  void theFinestGridIsAPowerOfTwoThatIsNotCoarserThanTheCoarsest(String finest) {
    String head = "kind = \"yolov5\"\noutput = \"o\"\nstride = 32\nfinest = " + finest + "\n";
    String toml = SmallModel.MANIFEST.replaceAll("(?s)\\[head\\].*?\\[", "[head]\n" + head + "\n[");
    assertThatExceptionOfType(ModelException.class)
        .isThrownBy(() -> SmallModel.parse(toml))
        .withMessageContaining("\"head.finest\"");
  }

  @Test
  void aWordThatIsNotKnownComesWithThoseThatAre() {
    assertThatExceptionOfType(ModelException.class)
        .isThrownBy(() -> SmallModel.parse(SmallModel.with("", "precision", "\"int8\"")))
        .withMessageContaining("\"int8\" is not known; known are: f32, bf16, f16");
  }

  /// A category "Animal" would stand beside "animal" in the results.
  @Test
  void aCategoryInUpperCaseIsRefused() {
    String toml = SmallModel.MANIFEST.replace("animal =", "Animal =");
    assertThatExceptionOfType(ModelException.class)
        .isThrownBy(() -> SmallModel.parse(toml))
        .withMessageContaining("\"classes.categories.Animal\"");
  }

  @Test
  void aCategoryThatNamesAClassThatTheNetworkDoesNotHaveIsRefused() {
    String toml = SmallModel.with("classes.categories", "animal", "[\"cow\", \"unicorn\"]");
    assertThatExceptionOfType(ModelException.class)
        .isThrownBy(() -> SmallModel.parse(toml))
        .withMessageContaining("category animal names the class unicorn");
  }

  @Test
  void aLetterboxThatCannotBeIsRefused() {
    String toml =
        SmallModel.with("input", "shape", "\"rectangular\"").replace("size = 64", "size = 65");
    assertThatExceptionOfType(ModelException.class)
        .isThrownBy(() -> SmallModel.parse(toml))
        .withMessageContaining("The manifest of the test is wrong")
        .withMessageContaining("multiple of the stride");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"/etc/passwd\"",
        "\"../model.onnx\"",
        "\"sub/model.onnx\"",
        "'sub\\model.onnx'",
        "'C:model.onnx'",
        "\"..\"",
        "\".hidden\"",
        "\"nul\\u0000byte\"",
        "\"\"",
      })
  void aFileNameWithAPathIsRefused(String name) {
    assertThatExceptionOfType(ModelException.class)
        .isThrownBy(() -> SmallModel.parse(SmallModel.with("", "file", name)))
        .withMessageContaining("\"file\"");
  }

  @Test
  void theNoticeMayBeLeftOut() {
    assertThat(SmallModel.parse(SmallModel.with("", "notice", "")).notice()).isEmpty();
  }

  @Test
  void whatIsNoTomlSaysSo() {
    assertThatExceptionOfType(ModelException.class)
        .isThrownBy(() -> SmallModel.parse("id = \"small"))
        .withMessageStartingWith("The manifest of the test is not valid TOML");
  }

  @Test
  void anEmptyManifestLacksItsFirstKey() {
    assertThatExceptionOfType(ModelException.class)
        .isThrownBy(() -> SmallModel.parse(""))
        .withMessageContaining("\"task\": it is missing");
  }

  @Test
  void aManifestThatCannotBeReadIsNamed(@TempDir Path folder) throws Exception {
    Path missing = folder.resolve("manifest.toml");
    assertThatExceptionOfType(ModelException.class)
        .isThrownBy(() -> ManifestReader.read(missing))
        .withMessageContaining(missing.toString());
    Files.write(missing, new byte[] {(byte) 0xff, (byte) 0xfe});
    assertThatExceptionOfType(ModelException.class)
        .isThrownBy(() -> ManifestReader.read(missing))
        .withMessageContaining(missing.toString());
  }

  private static String path(String table, String key) {
    return table.isEmpty() ? key : table + "." + key;
  }
}
