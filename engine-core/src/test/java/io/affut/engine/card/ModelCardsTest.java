package io.affut.engine.card;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.affut.engine.install.ModelSettings;
import io.affut.engine.model.ClassLists;
import io.affut.engine.model.ManifestReader;
import io.affut.engine.model.Task;
import io.affut.engine.toml.TomlException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ModelCardsTest {
  private static final String SUM = "0123456789abcdef".repeat(4);

  private static final String CARD =
      """
      id = "x"
      title = "X"
      task = "detector"
      address = "https://example.org/x.pt"
      file = "x.pt"
      size = 5
      size_about = "5 bytes"
      sha256 = "%s"
      licence = "CC0"
      source = "nobody"

      [manifest]
      size = 640
      classes = "a,b"
      """
          .formatted(SUM);

  static Stream<ModelCard> cards() {
    return ModelCards.all().stream();
  }

  @Test
  void everyFileOfTheFolderIsACard() throws Exception {
    Path folder =
        Path.of(System.getProperty("affut.root"))
            .resolve("engine-core/src/main/resources/io/affut/engine/card");
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(
              files
                  .map(file -> file.getFileName().toString())
                  .filter(name -> name.endsWith(".toml")))
          .containsExactlyInAnyOrderElementsOf(
              ModelCards.all().stream().map(card -> card.id() + ".toml").toList());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "deepfaune-new-england    | size unknown        | size unknown",
        "deepfaune-1.4-detector   | 22 MB               | 22 MB",
        "deepfaune-1.5-classifier | 1,212,611,300 bytes | 1.2 GB",
      })
  void aSizeIsSaidAsFarAsItIsKnown(String id, String exactly, String inBrief) {
    ModelCard card = ModelCards.find(id).orElseThrow();
    assertThat(card.sizeInWords()).isEqualTo(exactly);
    assertThat(card.sizeInBrief()).isEqualTo(inBrief);
  }

  @ParameterizedTest
  @MethodSource("cards")
  void aCardSaysWhatIsNeededToAddItsFile(ModelCard card) {
    assertThat(ModelCards.find(card.id())).contains(card);
    assertThat(ManifestReader.isId(card.id())).isTrue();
    assertThat(ManifestReader.isFileName(card.file())).isTrue();
    assertThat(ModelSettings.of(card.settings())).isNotNull();
    card.address()
        .ifPresent(address -> {
          assertThat(address).hasScheme("https");
          assertThat(address.getPath()).endsWith("/" + card.file());
        });
    if (card.task() != Task.DETECTOR) {
      assertThat(ClassLists.find(card.settings().get("classes"))).isPresent();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "deepfaune-1.3-classifier, deepfaune-1.3, 1.06, 1",
    "deepfaune-1.4-classifier, deepfaune-1.4, 1.1, 1.04",
    "deepfaune-1.5-classifier, deepfaune-1.5, 1.12, 1.1",
  })
  void aClassifierOfDeepFauneHasItsClassesAndTemperatures(
      String id, String classes, String temperature, String ofSequences) {
    assertThat(ModelCards.find(id).orElseThrow().settings())
        .containsEntry("classes", classes)
        .containsEntry("temperature", temperature)
        .containsEntry("sequence-temperature", ofSequences);
  }

  /// Only its first and last digits are known, so it can never be verified.
  @Test
  void ofTheClassifierOf15TheSumIsKnownInPart() {
    ModelCard card = ModelCards.find("deepfaune-1.5-classifier").orElseThrow();
    assertThat(card.size()).hasValue(1_212_611_300);
    assertThat(card.sum().isWhole()).isFalse();
    assertThat(card.sum()).hasToString("4f937643...63d0");
    assertThat(card.sum().allows("4f937643" + "0".repeat(52) + "63d0")).isTrue();
    assertThat(card.sum().allows("4f937643" + "0".repeat(56))).isFalse();
  }

  @Test
  void aFileIsToldByItsName() {
    assertThat(ModelCards.ofFile("md_v1000.0.0-sorrel.pt", SUM))
        .map(ModelCard::id)
        .contains("megadetector-v1000-sorrel");
    assertThat(ModelCards.ofFile("deepfaune-yolov8s_960.pt", SUM))
        .map(ModelCard::id)
        .contains("deepfaune-1.5-detector");
    assertThat(ModelCards.ofFile("best.pt", SUM)).isEmpty();
  }

  @Test
  void aNameIsNotEnoughWhereTheSumIsKnownToBeAnother() {
    assertThat(ModelCards.ofFile("deepfaune-vit_large_patch16_dinov3.lvd1689m.pt", SUM)).isEmpty();
  }

  @Test
  void everythingIsReadAsItIsWritten() {
    ModelCard card = ModelCards.parse(CARD);
    assertThat(card.address()).contains(URI.create("https://example.org/x.pt"));
    assertThat(card.size()).isEqualTo(OptionalLong.of(5));
    assertThat(card.sum().isWhole()).isTrue();
    assertThat(card.sum()).hasToString(SUM);
    assertThat(card.settings()).isEqualTo(Map.of("size", "640", "classes", "a,b"));
  }

  @Test
  void whatIsUnknownIsNotMadeUp() {
    ModelCard card =
        ModelCards.parse(
            CARD.replaceFirst("(?m)^address = .*$", "address = \"unknown\"")
                .replaceFirst("(?m)^size = 5$", "size = \"unknown\"")
                .replace(SUM, "unknown"));
    assertThat(card.address()).isEmpty();
    assertThat(card.size()).isEmpty();
    assertThat(card.sum().isUnknown()).isTrue();
    assertThat(card.sum().allows(SUM)).isTrue();
    assertThat(card.sizeInWords()).isEqualTo("5 bytes");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          task = "detector"  | task = "oracle"            | task
          size = 5           | size = -5                  | size
          licence = "CC0"    |                            | licence
          """)
  void whatIsWrongIsNamed(String right, String wrong, String key) {
    assertThatExceptionOfType(TomlException.class)
        .isThrownBy(() -> ModelCards.parse(CARD.replace(right, wrong == null ? "" : wrong)))
        .withMessageContaining("\"" + key + "\"");
  }

  @ParameterizedTest
  @CsvSource({"abc", "abc...", "ABC...def"})
  void aSumThatIsNeitherWholeNorItsTwoEndsIsRefused(String sum) {
    assertThatExceptionOfType(TomlException.class)
        .isThrownBy(() -> ModelCards.parse(CARD.replace(SUM, sum)))
        .withMessageContaining("\"sha256\"");
    assertThatExceptionOfType(TomlException.class)
        .isThrownBy(() ->
            ModelCards.parse(
                CARD.replace(
                    "sha256 = \"" + SUM, "sha256_known = \"" + sum + "\"\nsha256 = \"unknown")))
        .withMessageContaining("\"sha256_known\"");
  }
}
