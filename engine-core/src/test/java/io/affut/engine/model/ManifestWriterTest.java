package io.affut.engine.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.FloatRange;
import net.jqwik.api.constraints.NotBlank;
import org.junit.jupiter.api.Test;

/// What is written is read back as it was.
class ManifestWriterTest {
  private static void assertReadBack(Manifest manifest) {
    String toml = ManifestWriter.toml(manifest);
    assertThat(ManifestReader.parse(toml, "of the test"))
        .usingRecursiveComparison()
        .isEqualTo(manifest);
  }

  @Test
  void detectorsOfEveryHead() {
    var thresholds = new DetectorManifest.Thresholds(0.6f, 0.7f, 300);
    for (DetectorManifest.HeadSettings head :
        List.of(
            new DetectorManifest.CenterNet("heat", "extent", 4),
            new DetectorManifest.YoloAnchorFree("output0", 32),
            new DetectorManifest.YoloAnchorFree("output0", 32, 4),
            new DetectorManifest.YoloV5("output0", 64),
            new DetectorManifest.YoloV5("output0", 16, 4))) {
      assertReadBack(Manifests.detector(head, thresholds));
    }
  }

  @Test
  void classifiersAndBirdHeadsHoweverTheirClassesAreNamed() {
    for (ClassNames classes :
        List.of(
            new ClassNames.Listed(ClassLists.find("deepfaune-1.4").orElseThrow()),
            new ClassNames.Named(List.of("fox", "a \"quoted\" name", "œil")),
            new ClassNames.Unnamed(38))) {
      assertReadBack(Manifests.classifier(classes));
      assertReadBack(Manifests.birdHead(classes));
    }
  }

  @Test
  void theDefaultModelsOwn() throws Exception {
    Manifest read = SmallModel.parse(SmallModel.MANIFEST);
    assertReadBack(read);
  }

  /// A list of DeepFaune's stays a reference, so that its names can be had in every language.
  @Test
  void aListThatComesWithAffutIsWrittenAsItsId() {
    ClassNames listed = new ClassNames.Listed(ClassLists.find("deepfaune-birds").orElseThrow());
    assertThat(ManifestWriter.toml(Manifests.birdHead(listed)))
        .contains("list = \"deepfaune-birds\"")
        .doesNotContain("corvid");
  }

  @Property
  void textsOfAllKinds(@ForAll @NotBlank String text, @ForAll("names") List<String> names) {
    About plain = Manifests.about("any");
    About about =
        new About("any", text, plain.network(), List.of(), text, text, "", Optional.empty());
    Manifest manifest = Manifests.classifier(new ClassNames.Named(names)).with(about);
    assertThat(ManifestReader.parse(ManifestWriter.toml(manifest), "of the test"))
        .isEqualTo(manifest);
  }

  @Provide
  Arbitrary<List<String>> names() {
    return Arbitraries.strings().list().ofMinSize(1).ofMaxSize(30);
  }

  @Property
  void numbersOfAllSizes(
      @ForAll @FloatRange(min = 0, max = 1) float confidence,
      @ForAll @FloatRange(min = 0, max = 1) float overlap) {
    var thresholds = new DetectorManifest.Thresholds(confidence, overlap, 1);
    Manifest manifest = Manifests.detector(new DetectorManifest.YoloV5("output0", 32), thresholds);
    Manifest read = ManifestReader.parse(ManifestWriter.toml(manifest), "of the test");
    assertThat(((DetectorManifest) read).thresholds()).isEqualTo(thresholds);
  }
}
