package io.affut.engine.pipeline;

import io.affut.engine.backend.CropNetwork;
import io.affut.engine.backend.Network;
import io.affut.engine.model.BirdHeadManifest;
import io.affut.engine.model.ClassifierManifest;
import io.affut.engine.model.DetectorManifest;
import io.affut.engine.model.Model;
import java.util.Optional;

/// What loads networks onto the device of a lane.
interface NetworkLoader {

  /// Loads a detector for inputs of one size.
  Network detector(Model<DetectorManifest> model, int width, int height);

  /// Loads a classifier, and the bird head behind it.
  ///
  /// @param capacity the most crops at a time
  CropNetwork classifier(
      Model<ClassifierManifest> model, Optional<Model<BirdHeadManifest>> birdHead, int capacity);
}
