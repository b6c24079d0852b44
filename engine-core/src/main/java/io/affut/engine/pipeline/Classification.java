package io.affut.engine.pipeline;

import io.affut.engine.detection.Category;
import io.affut.engine.detection.Detection;
import io.affut.engine.model.BirdHeadManifest;
import io.affut.engine.model.ClassifierManifest;
import io.affut.engine.model.Model;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// What is to name the animals.
///
/// @param classifier whose network has been checked
/// @param birdHead likewise, if there is one
/// @param which animals it looks at
public record Classification(
    Model<ClassifierManifest> classifier, Optional<Model<BirdHeadManifest>> birdHead, Which which) {

  /// Which boxes of a picture are classified; people and vehicles never are.
  public enum Which {
    /// Every animal.
    ALL,
    /// The most confident animal, as DeepFaune does.
    BEST,
    /// The most confident box of all, if it is an animal, as DeepFaune does with boxes that another
    /// program found.
    LEADING;

    /// The indices of the boxes to classify.
    ///
    /// @param detections most confident first
    List<Integer> of(List<Detection> detections) {
      int looked = this == LEADING ? Math.min(1, detections.size()) : detections.size();
      return IntStream.range(0, looked)
          .filter(i -> detections.get(i).category().equals(Category.ANIMAL))
          .limit(this == BEST ? 1 : looked)
          .boxed()
          .toList();
    }
  }
}
