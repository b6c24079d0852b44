package io.affut.engine.pipeline;

import io.affut.engine.model.DecodeRule;
import io.affut.engine.model.DetectorManifest;
import io.affut.preprocessing.picture.DecodeScale;
import java.util.List;
import java.util.Optional;

/// How much of a picture's resolution a run decodes. A picture is decoded once, for all networks.
///
/// @param rule that it follows
/// @param scale what that means for these networks
record DecodeChoice(DecodeRule rule, DecodeScale scale) {

  /// The rule that is asked for, or the most demanding of those that the detectors' manifests have.
  ///
  /// @param classified whether there is a classifier, which sees the animals as its training did
  /// @param canReduce whether JPEGs can be decoded at a smaller scale: ImageIO knows none
  static DecodeChoice of(
      List<DetectorManifest> detectors,
      boolean classified,
      boolean canReduce,
      Optional<DecodeRule> asked) {
    boolean needed = classified || detectors.stream().anyMatch(m -> m.decode() == DecodeRule.FULL);
    DecodeRule wanted = asked.orElse(needed ? DecodeRule.FULL : DecodeRule.REDUCED);
    // Without a detector there is no size that serves.
    if (wanted == DecodeRule.FULL || !canReduce || detectors.isEmpty()) {
      return new DecodeChoice(DecodeRule.FULL, new DecodeScale.Full());
    }
    int largest =
        detectors.stream().mapToInt(m -> m.input().letterbox().size()).max().orElseThrow();
    return new DecodeChoice(DecodeRule.REDUCED, new DecodeScale.Covering(largest, largest));
  }
}
