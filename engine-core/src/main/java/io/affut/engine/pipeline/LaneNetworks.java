package io.affut.engine.pipeline;

import io.affut.bindings.memory.OwnedParts;
import io.affut.engine.model.ClassifierManifest;
import io.affut.engine.model.DetectorManifest;
import io.affut.engine.model.Model;
import io.affut.preprocessing.resize.Letterbox;
import io.affut.preprocessing.resize.ResampleFilter;
import java.io.IOException;
import java.util.Optional;

/// The networks of one lane, loaded.
///
/// @param source finds the boxes
/// @param classifier names the animals, if there is one
/// @param parts all of them
record LaneNetworks(
    BoxSource<LoadedDetector> source, Optional<Classifier> classifier, OwnedParts parts)
    implements AutoCloseable {
  /// Most cameras take 4:3; for others a network is compiled when their first picture comes.
  private static final int USUAL_WIDTH = 4;

  private static final int USUAL_HEIGHT = 3;

  /// A network of more bytes is compiled for fewer sizes at a time.
  private static final long LARGE = 32_000_000;

  private static final int MOST_SIZES_OF_LARGE = 2;

  /// Loads all of them, also one that looks at few pictures.
  ///
  /// @param crops that are classified together at most
  static LaneNetworks load(
      NetworkLoader loader,
      BoxSource<Model<DetectorManifest>> source,
      Optional<Classification> classification,
      EngineSettings settings,
      int crops) {
    OwnedParts parts = new OwnedParts();
    try {
      BoxSource<LoadedDetector> detectors =
          source.map(model -> {
            LoadedDetector detector = detector(loader, model, settings);
            parts.add(detector.slots());
            return detector;
          });
      return new LaneNetworks(
          detectors,
          classification.map(wanted ->
              new Classifier(
                  parts.add(
                      loader.classifier(
                          wanted.classifier(),
                          wanted.birdHead(),
                          settings.manyPictures() ? crops : 1)),
                  wanted.which(),
                  filter(wanted))),
          parts);
    } catch (RuntimeException | Error e) {
      throw parts.closedAfter(e);
    }
  }

  private static LoadedDetector detector(
      NetworkLoader loader, Model<DetectorManifest> model, EngineSettings settings) {
    Detector rules = new Detector(model.manifest(), confidence(model.manifest(), settings));
    Letterbox usual = usual(model.manifest());
    return new LoadedDetector(
        rules,
        new SlotPool(
            (width, height) -> loader.detector(model, width, height),
            mostSizes(model),
            usual.targetWidth(),
            usual.targetHeight()));
  }

  /// The input of pictures as most cameras take them.
  static Letterbox usual(DetectorManifest manifest) {
    return Letterbox.fit(USUAL_WIDTH, USUAL_HEIGHT, manifest.input().letterbox());
  }

  /// Boxes of a detector are more confident than this.
  static float confidence(DetectorManifest manifest, EngineSettings settings) {
    return settings.confidence().orElse(manifest.thresholds().confidence());
  }

  /// How crops are scaled for a classifier.
  static ResampleFilter filter(Classification wanted) {
    ClassifierManifest.Resize resize = wanted.classifier().manifest().input().resize();
    return switch (resize) {
      case BICUBIC -> ResampleFilter.BICUBIC;
      case BILINEAR -> ResampleFilter.BILINEAR;
    };
  }

  /// Each size has the weights once more, in the order that its own layers want. Pictures come
  /// sorted by path, so those of one camera follow each other.
  private static int mostSizes(Model<?> model) {
    try {
      return model.bytes() > LARGE ? MOST_SIZES_OF_LARGE : SlotPool.MOST_SIZES;
    } catch (IOException e) {
      return SlotPool.MOST_SIZES; // loading it will say what is the matter
    }
  }

  /// Ends all networks, also when one of them fails to.
  @Override
  public void close() {
    parts.close();
  }
}
