package io.affut.perf.gpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.affut.engine.detection.BoundingBox;
import io.affut.engine.detection.Category;
import io.affut.engine.detection.Detection;
import io.affut.engine.detection.Logits;
import io.affut.engine.model.DetectorManifest;
import io.affut.engine.results.DetectedPicture;
import io.affut.perf.Installed;
import io.affut.perf.Parts;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Pictures of 4000 x 3000 pixels, which lie as 512 x 384 in the input of the default network.
class BoxDifferencesTest {
  private static final Detection FOX = box(Category.ANIMAL, 0.8f, 0.2f);

  private static DetectorManifest manifest;
  private BoxDifferences differences;

  @BeforeAll
  static void getParts() {
    Parts.requireOpenVino();
    manifest = Installed.defaultModel().manifest();
  }

  @BeforeEach
  void fresh() {
    differences = new BoxDifferences(manifest, 0.3f, 0.01);
  }

  private static Detection box(Category category, float confidence, float x) {
    return new Detection(category, confidence, new BoundingBox(x, 0.5f, 0.25f, 0.25f));
  }

  private static Detection said(float... logits) {
    return FOX.with(new Logits(logits, new float[0]));
  }

  private static DetectedPicture picture(Detection... detections) {
    return picture(4000, detections);
  }

  private static DetectedPicture picture(int width, Detection... detections) {
    return new DetectedPicture(
        "a.jpg", width, 3000, List.of(detections), "x", Optional.empty(), Optional.empty());
  }

  @Test
  void theSameAgrees() {
    differences.add(picture(FOX), picture(FOX));
    assertThat(differences.agree()).isTrue();
    assertThat(differences.boxes()).isEqualTo(1);
    assertThat(differences.pixels()).isZero();
    assertThat(differences.confidence()).isZero();
  }

  @Test
  void edgesAreComparedInPixelsOfTheInput() {
    differences.add(picture(FOX), picture(box(Category.ANIMAL, 0.8f, 0.2f + 0.5f / 512)));
    assertThat(differences.pixels()).isCloseTo(0.5, within(1e-3));
    assertThat(differences.agree()).isTrue();
    differences.add(picture(FOX), picture(box(Category.ANIMAL, 0.8f, 0.2f + 1.5f / 512)));
    assertThat(differences.pixels()).isCloseTo(1.5, within(1e-3));
    assertThat(differences.agree()).isFalse();
  }

  @Test
  void confidencesMayBeApartByTheTolerance() {
    differences.add(picture(FOX), picture(box(Category.ANIMAL, 0.809f, 0.2f)));
    assertThat(differences.agree()).isTrue();
    differences.add(picture(FOX), picture(box(Category.ANIMAL, 0.782f, 0.2f)));
    assertThat(differences.confidence()).isCloseTo(0.018, within(1e-4));
    assertThat(differences.agree()).isFalse();
  }

  @Test
  void aBoxOfAnotherLabelIsNoPartner() {
    differences.add(picture(FOX), picture(box(Category.PERSON, 0.8f, 0.2f)));
    assertThat(differences.unmatched())
        .containsExactly("a.jpg: animal 0.800 only here", "a.jpg: person 0.800 only there");
    assertThat(differences.agree()).isFalse();
  }

  @Test
  void aBoxMayBeMissingOnlyWhereTheThresholdIsAsNearAsTheTolerance() {
    differences.add(picture(FOX, box(Category.ANIMAL, 0.305f, 0.6f)), picture(FOX));
    differences.add(picture(FOX), picture(FOX, box(Category.ANIMAL, 0.305f, 0.6f)));
    assertThat(differences.agree()).isTrue();
    differences.add(picture(FOX, box(Category.ANIMAL, 0.32f, 0.6f)), picture(FOX));
    assertThat(differences.agree()).isFalse();
  }

  @Test
  void ofSeveralBoxesThatOverlapTheNearestIsThePartner() {
    Detection near = box(Category.ANIMAL, 0.79f, 0.21f);
    differences.add(picture(FOX, near), picture(near, FOX));
    assertThat(differences.pixels()).isZero();
    assertThat(differences.boxes()).isEqualTo(2);
  }

  @Test
  void theMostLikelyClassHasToBeTheSame() {
    differences.add(picture(said(1, 3, 2)), picture(said(1, 3.5f, 2)));
    assertThat(differences.agree()).isTrue();
    assertThat(differences.logits()).isCloseTo(0.5, within(1e-6));
    differences.add(picture(said(1, 3, 2.9f)), picture(said(1, 2.8f, 2.9f)));
    assertThat(differences.otherClasses()).isEqualTo(1);
    assertThat(differences.classified()).isEqualTo(2);
    assertThat(differences.agree()).isFalse();
  }

  @Test
  void picturesOfAnotherSizeDoNotAgree() {
    differences.add(picture(4000, FOX), picture(3999, FOX));
    assertThat(differences.agree()).isFalse();
    assertThat(differences.unmatched()).singleElement().asString().contains("3999");
  }

  @Test
  void nothingFoundIsNoAgreement() {
    differences.add(picture(), picture());
    assertThat(differences.agree()).isFalse();
  }
}
