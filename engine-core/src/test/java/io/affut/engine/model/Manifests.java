package io.affut.engine.model;

import io.affut.engine.detection.Category;
import io.affut.preprocessing.resize.LetterboxRule;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Manifests for tests, one of each task.
public final class Manifests {
  private Manifests() {}

  /// What an imported model says of itself.
  public static About about(String id) {
    return new About(
        id,
        "A model for tests",
        new About.NetworkFile("model.onnx", "0".repeat(64)),
        List.of(new About.NetworkFile("model.onnx.data", Manifest.UNKNOWN)),
        "CC0 \"as found\"",
        "best.pt, converted by Affût",
        "",
        Optional.of(
            new About.Origin(
                "best.pt", "1".repeat(64), Optional.of("https://x/y"), List.of("weights=f16"))));
  }

  /// A detector with the head of YOLOv8.
  public static DetectorManifest detector(
      DetectorManifest.HeadSettings head, DetectorManifest.Thresholds thresholds) {
    return new DetectorManifest(
        about("detector"),
        new DetectorManifest.Input(
            "images",
            new LetterboxRule(
                960, LetterboxRule.Shape.RECTANGULAR, 32, LetterboxRule.Placement.CENTRED, 114),
            Manifest.Layout.NCHW,
            Manifest.Channels.RGB,
            List.of(0f, 0f, 0f),
            List.of(255f, 255f, 255f)),
        DecodeRule.FULL,
        Precision.F32,
        head,
        thresholds,
        new ClassMapping(
            List.of("Fox", "Deer", "person", "rock"),
            Map.of(Category.ANIMAL, List.of("fox", "deer")),
            true));
  }

  /// A detector with the head of YOLOv8.
  public static DetectorManifest detector() {
    return detector(
        new DetectorManifest.YoloAnchorFree("output0", 32),
        new DetectorManifest.Thresholds(0.6f, 0.7f, 300));
  }

  /// A classifier of two classes without names.
  public static ClassifierManifest classifier(ClassNames classes) {
    return new ClassifierManifest(
        about("classifier"),
        new ClassifierManifest.Input(
            "pixels",
            182,
            ClassifierManifest.Resize.BICUBIC,
            Manifest.Layout.NCHW,
            Manifest.Channels.RGB,
            List.of(123.675f, 116.28f, 103.53f),
            List.of(58.395f, 57.12f, 57.375f)),
        Precision.F32,
        "logits",
        Optional.of(new ClassifierManifest.Embedding("embedding", 64)),
        classes,
        new Temperatures(1.1f, 1.04f));
  }

  /// A bird head of as many classes.
  public static BirdHeadManifest birdHead(ClassNames classes) {
    return new BirdHeadManifest(
        about("birds"), "embedding", 64, Precision.F32, "logits", classes, Temperatures.NONE);
  }
}
