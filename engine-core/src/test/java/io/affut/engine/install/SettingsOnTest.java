package io.affut.engine.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.affut.engine.detection.Category;
import io.affut.engine.model.BirdHeadManifest;
import io.affut.engine.model.ClassNames;
import io.affut.engine.model.ClassifierManifest;
import io.affut.engine.model.DecodeRule;
import io.affut.engine.model.DetectorManifest;
import io.affut.engine.model.Manifest;
import io.affut.engine.model.Manifests;
import io.affut.engine.model.Precision;
import io.affut.engine.model.Temperatures;
import io.affut.preprocessing.resize.LetterboxRule;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsOnTest {
  private static Manifest set(Manifest manifest, String... pairs) {
    return SettingsOn.manifest(manifest, ModelSettings.parse(List.of(pairs)));
  }

  private static DetectorManifest detector(String... pairs) {
    return (DetectorManifest) set(Manifests.detector(), pairs);
  }

  private static void assertRefused(Manifest manifest, String pair, String reason) {
    assertThatExceptionOfType(SettingException.class)
        .isThrownBy(() -> set(manifest, pair))
        .withMessageContaining(reason);
  }

  @Test
  void whatIsNotSetStays() {
    for (Manifest manifest :
        List.of(
            Manifests.detector(),
            Manifests.classifier(new ClassNames.Unnamed(2)),
            Manifests.birdHead(new ClassNames.Unnamed(2)))) {
      assertThat(set(manifest)).usingRecursiveComparison().isEqualTo(manifest);
    }
  }

  @Test
  void aDetectorsInputAndThresholdsAreSet() {
    DetectorManifest changed =
        detector(
            "size=640",
            "shape=square",
            "confidence=0.2",
            "overlap=0.45",
            "boxes=50",
            "decode=reduced",
            "precision=f16");
    assertThat(changed.input().letterbox())
        .isEqualTo(
            new LetterboxRule(
                640, LetterboxRule.Shape.SQUARE, 32, LetterboxRule.Placement.CENTRED, 114));
    assertThat(changed.thresholds()).isEqualTo(new DetectorManifest.Thresholds(0.2f, 0.45f, 50));
    assertThat(changed.decode()).isEqualTo(DecodeRule.REDUCED);
    assertThat(changed.precision()).isEqualTo(Precision.F16);
  }

  @Test
  void aSizeThatTheNetworkCannotHaveIsRefused() {
    assertRefused(
        Manifests.detector(), "size=650", "650, but must be a multiple of the stride, 32");
  }

  /// Fox and deer are animals, person and rock are what they are called.
  @Test
  void classesArePutIntoCategories() {
    assertThat(detector("vehicle=Rock").classes().byCategory())
        .containsEntry(Category.VEHICLE, List.of("rock"))
        .containsEntry(Category.ANIMAL, List.of("Fox", "Deer"));
    DetectorManifest moved = detector("animal=rock,FOX", "others=drop");
    assertThat(moved.classes().byCategory())
        .containsOnly(java.util.Map.entry(Category.ANIMAL, List.of("Fox", "rock")));
    assertThat(detector("person=Deer").classes().category(1)).contains(Category.PERSON);
  }

  @Test
  void aClassThatTheNetworkDoesNotHaveIsRefusedWithThoseThatItHas() {
    assertRefused(Manifests.detector(), "animal=wolf", "names the class wolf");
    assertRefused(Manifests.detector(), "animal=wolf", "Fox, Deer, person, rock");
  }

  @Test
  void aDetectorsClassesMayBeNamedAnew() {
    assertThat(detector("classes=Animal,Car,stone,tree").classes().byCategory())
        .containsEntry(Category.ANIMAL, List.of("Animal"))
        .containsEntry(Category.VEHICLE, List.of("Car"))
        .containsEntry(new Category("stone"), List.of("stone"));
    assertRefused(Manifests.detector(), "classes=a,b", "names 2, and the network has 4");
  }

  @Test
  void aClassifierGetsItsNamesAndTemperatures() {
    ClassifierManifest plain = Manifests.classifier(new ClassNames.Unnamed(38));
    ClassifierManifest changed =
        (ClassifierManifest)
            set(
                plain,
                "classes=deepfaune-1.4",
                "size=196",
                "resize=bilinear",
                "temperature=1.2",
                "sequence-temperature=1.3");
    assertThat(changed.classes().in("fr")).startsWith("bison", "blaireau");
    assertThat(changed.input().size()).isEqualTo(196);
    assertThat(changed.input().resize()).isEqualTo(ClassifierManifest.Resize.BILINEAR);
    assertThat(changed.temperatures()).isEqualTo(new Temperatures(1.2f, 1.3f));
    assertRefused(plain, "classes=deepfaune-1.5", "names 40, and the network has 38");
    assertRefused(plain, "classes=fox,deer", "names 2, and the network has 38");
  }

  @Test
  void aBirdHeadHasOneTemperature() {
    BirdHeadManifest changed =
        (BirdHeadManifest)
            set(Manifests.birdHead(new ClassNames.Unnamed(2)), "classes=a,b", "temperature=0.9");
    assertThat(changed.temperatures()).isEqualTo(new Temperatures(0.9f, 0.9f));
    assertThat(changed.classes().in("en")).containsExactly("a", "b");
  }

  @ParameterizedTest
  @CsvSource({"confidence=0.5", "animal=a", "shape=square", "head=yolov5"})
  void whatMeansNothingForAClassifierIsRefused(String pair) {
    assertRefused(
        Manifests.classifier(new ClassNames.Unnamed(2)), pair, "means nothing for a classifier");
  }
}
