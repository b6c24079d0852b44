package io.affut.engine;

import io.affut.engine.install.ModelInstaller;
import io.affut.engine.install.ModelSettings;
import io.affut.engine.model.BirdHeadManifest;
import io.affut.engine.model.ClassifierManifest;
import io.affut.engine.model.DetectorManifest;
import io.affut.engine.model.Model;
import io.affut.engine.model.ModelStore;
import io.affut.testing.Fixtures;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// The checkpoints among the golden files, converted into a store of the test's. Where there are no
/// golden files, the test is skipped or fails as [io.affut.testing.Required] says.
///
/// @param store a folder
public record FixtureModels(Path store) {

  /// A small YOLOv8, which is NCHW.
  public Model<DetectorManifest> detector() {
    return add("yolov8n-random").as(DetectorManifest.class);
  }

  /// A small ViT whose embeddings [#birdHead] reads.
  public Model<ClassifierManifest> classifier() {
    return add("dinov2-vit-tiny-random", "heads=4").as(ClassifierManifest.class);
  }

  /// A small bird head.
  public Model<BirdHeadManifest> birdHead() {
    return add("bird-head-tiny-random").as(BirdHeadManifest.class);
  }

  /// The model of a checkpoint.
  ///
  /// @param name the file's without its ending
  /// @param settings such as `heads=4`
  public Model<?> add(String name, String... settings) {
    return new ModelInstaller(new ModelStore(store), line -> {})
        .add(
            Fixtures.at("checkpoints/" + name + ".pt"),
            Optional.empty(),
            ModelSettings.parse(List.of(settings)));
  }
}
