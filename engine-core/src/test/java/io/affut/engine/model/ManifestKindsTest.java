package io.affut.engine.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Manifests of classifiers and bird heads, and of networks in several files.
class ManifestKindsTest {
  private static final String CLASSIFIER =
      """
      id = "species"
      description = "Names animals"
      task = "classifier"
      file = "model.onnx"
      sha256 = "unknown"
      licence = "CC BY-SA 4.0"
      source = "made up"
      precision = "f32"

      [input]
      name = "pixels"
      size = 182
      resize = "bicubic"
      layout = "nchw"
      channels = "rgb"
      mean = [123.675, 116.28, 103.53]
      deviation = [58.395, 57.12, 57.375]

      [head]
      kind = "logits"
      output = "logits"
      embedding = "embedding"
      embedding_length = 1024

      [classes]
      list = "deepfaune-1.4"

      [temperatures]
      picture = 1.1
      sequence = 1.04

      [origin]
      file = "species.pt"
      sha256 = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
      conversion = ["size=182"]

      [[weights]]
      file = "model.onnx.data"
      sha256 = "unknown"
      """;

  private static final String BIRD_HEAD =
      """
      id = "birds"
      description = "Names birds"
      task = "bird-head"
      file = "model.onnx"
      sha256 = "unknown"
      licence = "unknown"
      source = "made up"
      precision = "f32"

      [input]
      name = "embedding"
      length = 1024

      [head]
      kind = "logits"
      output = "logits"

      [classes]
      names = "unknown"
      count = 8

      [temperatures]
      picture = 0.9
      sequence = 0.9
      """;

  private static Manifest parse(String toml) {
    return ManifestReader.parse(toml, "of the test");
  }

  @Test
  void aClassifierIsReadAsItIsWritten() {
    ClassifierManifest manifest = (ClassifierManifest) parse(CLASSIFIER);
    assertThat(manifest.task().word()).isEqualTo("classifier");
    assertThat(manifest.input())
        .isEqualTo(
            new ClassifierManifest.Input(
                "pixels",
                182,
                ClassifierManifest.Resize.BICUBIC,
                Manifest.Layout.NCHW,
                Manifest.Channels.RGB,
                List.of(123.675f, 116.28f, 103.53f),
                List.of(58.395f, 57.12f, 57.375f)));
    assertThat(manifest.logits()).isEqualTo("logits");
    assertThat(manifest.embedding()).contains(new ClassifierManifest.Embedding("embedding", 1024));
    assertThat(manifest.temperatures()).isEqualTo(new Temperatures(1.1f, 1.04f));
    assertThat(manifest.classes().size()).isEqualTo(38);
    assertThat(manifest.classes().in("it")).contains("capriolo");
    assertThat(manifest.about().weights())
        .containsExactly(new About.NetworkFile("model.onnx.data", Manifest.UNKNOWN));
    assertThat(manifest.about().origin().orElseThrow().conversion()).containsExactly("size=182");
  }

  @Test
  void aClassifierNeedsNoEmbedding() {
    ClassifierManifest manifest =
        (ClassifierManifest) parse(CLASSIFIER.replaceAll("(?m)^embedding.*$", ""));
    assertThat(manifest.embedding()).isEmpty();
  }

  @Test
  void aBirdHeadIsReadAsItIsWritten() {
    BirdHeadManifest manifest = (BirdHeadManifest) parse(BIRD_HEAD);
    assertThat(manifest.task().word()).isEqualTo("bird-head");
    assertThat(manifest.input()).isEqualTo("embedding");
    assertThat(manifest.length()).isEqualTo(1024);
    assertThat(manifest.classes().in("fr")).hasSize(8).startsWith("class 0", "class 1");
    assertThat(manifest.temperatures()).isEqualTo(new Temperatures(0.9f, 0.9f));
  }

  /// A language that a list does not have is no reason to show nothing.
  @Test
  void namesAreInEnglishWhereTheLanguageIsNotThere() {
    assertThat(parse(CLASSIFIER))
        .isInstanceOfSatisfying(
            ClassifierManifest.class,
            manifest ->
                assertThat(manifest.classes().in("fi")).isEqualTo(manifest.classes().in("en")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          resize = \"bicubic\"       | resize = \"nearest\"      | input.resize
          size = 182               | size = 8                 | input.size
          kind = \"logits\"          | kind = \"yolov5\"         | head.kind
          embedding_length = 1024  | embedding_length = 0     | head.embedding_length
          list = \"deepfaune-1.4\"   | list = \"deepfaune-0.2\"  | classes.list
          list = \"deepfaune-1.4\"   | names = []               | classes.names
          picture = 1.1            | picture = 0              | temperatures.picture
          picture = 1.1            |                          | temperatures.picture
          conversion = [\"size=182\"]| conversion = 182         | origin.conversion
          file = \"model.onnx.data\" | file = \"../x.data\"      | weights.file
          [[weights]]              | [weights]                | weights
          """)
  void whatIsWrongInAClassifierIsNamed(String right, String wrong, String key) {
    assertThat(CLASSIFIER).contains(right);
    String toml = CLASSIFIER.replace(right, wrong == null ? "" : wrong);
    assertThatExceptionOfType(ModelException.class)
        .isThrownBy(() -> parse(toml))
        .withMessageContaining("\"" + key + "\"");
  }

  @Test
  void aClassListThatIsNotThereComesWithThoseThatAre() {
    assertThatExceptionOfType(ModelException.class)
        .isThrownBy(() -> parse(CLASSIFIER.replace("deepfaune-1.4", "deepfaune-9")))
        .withMessageContaining("deepfaune-1.5, deepfaune-birds");
  }

  @Test
  void aModelOfAnotherTaskIsNotTakenForWhatItIsNot() {
    Model<?> model = new Model<>(parse(BIRD_HEAD), Path.of("somewhere"));
    assertThat(model.as(BirdHeadManifest.class).manifest()).isEqualTo(model.manifest());
    assertThatExceptionOfType(ModelException.class)
        .isThrownBy(() -> model.as(DetectorManifest.class))
        .withMessage("The model birds is a bird head, not a detector.");
  }

  @ParameterizedTest
  @CsvSource({"yolo-anchor-free", "yolov5"})
  void theCoarsestGridOfAYoloNetworkIs32PixelsWhereNothingElseIsSaid(String kind) {
    String head = "[head]\nkind = \"%s\"\noutput = \"o\"\n".formatted(kind);
    String toml = SmallModel.MANIFEST.replaceFirst("(?s)\\[head\\].*?\n\n", head + "\n");
    assertThat(stride(toml)).contains(32);
    assertThat(stride(toml.replace("output = \"o\"", "output = \"o\"\nstride = 64"))).contains(64);
    assertThatExceptionOfType(ModelException.class)
        .isThrownBy(() -> parse(toml.replace("output = \"o\"", "output = \"o\"\nstride = 48")))
        .withMessageContaining("\"head.stride\"");
  }

  private static Optional<Integer> stride(String toml) {
    return switch (((DetectorManifest) parse(toml)).head()) {
      case DetectorManifest.YoloAnchorFree head -> Optional.of(head.stride());
      case DetectorManifest.YoloV5 head -> Optional.of(head.stride());
      case DetectorManifest.CenterNet _ -> Optional.empty();
    };
  }
}
