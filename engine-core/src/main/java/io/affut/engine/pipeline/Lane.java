package io.affut.engine.pipeline;

import java.util.Optional;

/// One of the ways that pictures can take: a device with its networks, and workers that read
/// pictures for it. All lanes of a run take their pictures from one queue.
///
/// @param device where its networks compute
/// @param source finds the boxes
/// @param classifier names the animals, if there is one
/// @param workers how many threads decode at the same time, at least 1
record Lane(
    LaneDevice device,
    BoxSource<LoadedDetector> source,
    Optional<Classifier> classifier,
    int workers) {

  /// How many pictures its detector looks at at the same time; 0 without a detector.
  int slots() {
    return source.detectors().stream().findFirst().map(d -> d.slots().atOnce()).orElse(0);
  }
}
