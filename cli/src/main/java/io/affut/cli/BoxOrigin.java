package io.affut.cli;

import io.affut.bindings.library.Sha256;
import io.affut.engine.detection.Category;
import io.affut.engine.given.GivenBoxes;
import io.affut.engine.model.DetectorManifest;
import io.affut.engine.model.Manifest;
import io.affut.engine.model.Model;
import io.affut.engine.pipeline.BoxSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/// What results say of where their boxes come from. Of two detectors each has its part, joined by `
/// + `; a number that can only be one is that of the first, or the lower threshold.
///
/// @param detector its id
/// @param sha256 of its network
/// @param inputSize in pixels
/// @param typicalConfidence its own threshold
/// @param categories all that can be found, in the order of their ids
/// @param settings what else there is to say, by name
record BoxOrigin(
    String detector,
    String sha256,
    int inputSize,
    float typicalConfidence,
    List<Category> categories,
    Map<String, String> settings) {

  /// Of boxes that another program found.
  ///
  /// @param file that they are in
  /// @throws UncheckedIOException when it is gone
  static BoxOrigin of(GivenBoxes boxes, Path file) {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("detections", file.toString());
    try {
      settings.put("detections_sha256", Sha256.of(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new BoxOrigin(
        boxes.detector().orElse(Manifest.UNKNOWN),
        Manifest.UNKNOWN,
        boxes.inputSize(),
        boxes.typicalConfidence().orElse(boxes.confidence()),
        boxes.categories(),
        settings);
  }

  /// Of detectors.
  static BoxOrigin of(BoxSource<Model<DetectorManifest>> source) {
    List<DetectorManifest> manifests = source.detectors().stream().map(Model::manifest).toList();
    Set<Category> categories = new LinkedHashSet<>();
    manifests.forEach(manifest -> categories.addAll(manifest.classes().categories()));
    Map<String, String> settings = new LinkedHashMap<>();
    switch (source) {
      case BoxSource.One<?> one -> {}
      case BoxSource.Known<?> known ->
          throw new IllegalArgumentException("no detector finds known boxes");
      case BoxSource.Backstop<?> backstop -> settings.put("detectors_combined", "backstop");
      case BoxSource.Merge<?> merge -> {
        settings.put("detectors_combined", "merge");
        settings.put("detectors_overlap", Float.toString(merge.overlap()));
      }
    }
    if (manifests.size() > 1) {
      settings.put(
          "detector_input_sizes",
          joined(manifests, m -> Integer.toString(m.input().letterbox().size())));
      settings.put(
          "detector_thresholds",
          joined(manifests, m -> Float.toString(m.thresholds().confidence())));
    }
    return new BoxOrigin(
        joined(manifests, DetectorManifest::id),
        joined(manifests, DetectorManifest::sha256),
        manifests.getFirst().input().letterbox().size(),
        manifests.stream().map(m -> m.thresholds().confidence()).reduce(1f, Math::min),
        List.copyOf(categories),
        settings);
  }

  private static String joined(
      List<DetectorManifest> manifests, Function<DetectorManifest, String> part) {
    return manifests.stream().map(part).collect(Collectors.joining(" + "));
  }
}
