package io.affut.engine.install;

import io.affut.engine.model.About;
import io.affut.engine.model.BirdHeadManifest;
import io.affut.engine.model.ClassNames;
import io.affut.engine.model.ClassifierManifest;
import io.affut.engine.model.DecodeRule;
import io.affut.engine.model.DetectorManifest;
import io.affut.engine.model.Manifest;
import io.affut.engine.model.Precision;
import io.affut.engine.model.Temperatures;
import io.affut.modelimport.NetworkDescription;
import io.affut.preprocessing.resize.LetterboxRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What a manifest says of a network of which nothing is known but its architecture: what the
/// original programs do with such networks unless they are told otherwise.
final class ManifestDefaults {
  /// Ultralytics and YOLOv5 ask for this confidence, and keep as many boxes.
  private static final float CONFIDENCE = 0.25f;

  private static final int MOST_BOXES = 300;

  /// The overlaps that Ultralytics and YOLOv5 allow.
  private static final float OVERLAP_ANCHOR_FREE = 0.7f;

  private static final float OVERLAP_YOLOV5 = 0.45f;

  /// The grey that both put around a picture.
  private static final int PAD = 114;

  /// Mean and deviation of ImageNet's pixels for 0 to 255, by which timm's networks are trained:
  /// 0.485, 0.456, 0.406 and 0.229, 0.224, 0.225 for 0 to 1.
  private static final List<Float> IMAGENET_MEAN = List.of(123.675f, 116.28f, 103.53f);

  private static final List<Float> IMAGENET_DEVIATION = List.of(58.395f, 57.12f, 57.375f);

  private ManifestDefaults() {}

  static Manifest of(About about, NetworkDescription network) {
    return switch (network) {
      case NetworkDescription.AnchorFreeDetector n ->
          detector(
              about,
              n.input(),
              n.imageSize(),
              n.stride(),
              new DetectorManifest.YoloAnchorFree(n.output(), n.stride(), n.finest()),
              OVERLAP_ANCHOR_FREE,
              n.classes());
      case NetworkDescription.AnchorDetector n ->
          detector(
              about,
              n.input(),
              n.imageSize(),
              n.stride(),
              new DetectorManifest.YoloV5(n.output(), n.stride(), n.finest()),
              OVERLAP_YOLOV5,
              n.classes());
      case NetworkDescription.Classifier n -> classifier(about, n);
      case NetworkDescription.EmbeddingHead n ->
          new BirdHeadManifest(
              about,
              n.input(),
              n.embedding(),
              Precision.F32,
              n.logits(),
              new ClassNames.Unnamed(n.classes()),
              Temperatures.NONE);
    };
  }

  private static DetectorManifest detector(
      About about,
      String input,
      int size,
      int stride,
      DetectorManifest.HeadSettings head,
      float overlap,
      List<String> classes) {
    return new DetectorManifest(
        about,
        new DetectorManifest.Input(
            input,
            new LetterboxRule(
                (size + stride - 1) / stride * stride,
                LetterboxRule.Shape.RECTANGULAR,
                stride,
                LetterboxRule.Placement.CENTRED,
                PAD),
            Manifest.Layout.NCHW,
            Manifest.Channels.RGB,
            List.of(0f, 0f, 0f),
            List.of(255f, 255f, 255f)),
        DecodeRule.FULL,
        Precision.F32,
        head,
        new DetectorManifest.Thresholds(CONFIDENCE, overlap, MOST_BOXES),
        UsualNames.mapping(named(classes)));
  }

  private static ClassifierManifest classifier(About about, NetworkDescription.Classifier network) {
    return new ClassifierManifest(
        about,
        new ClassifierManifest.Input(
            network.input(),
            network.imageSize(),
            ClassifierManifest.Resize.BICUBIC,
            Manifest.Layout.NCHW,
            Manifest.Channels.RGB,
            IMAGENET_MEAN,
            IMAGENET_DEVIATION),
        Precision.F32,
        network.logits(),
        Optional.of(
            new ClassifierManifest.Embedding(network.embeddingOutput(), network.embedding())),
        network.names().isEmpty()
            ? new ClassNames.Unnamed(network.classes())
            : new ClassNames.Named(named(network.names())),
        Temperatures.NONE);
  }

  /// A class without a name is called by its place.
  private static List<String> named(List<String> names) {
    List<String> named = new ArrayList<>();
    for (String name : names) {
      named.add(name.isBlank() ? "class " + named.size() : name);
    }
    return named;
  }
}
