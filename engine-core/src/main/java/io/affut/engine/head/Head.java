package io.affut.engine.head;

import io.affut.engine.model.DetectorManifest;
import java.lang.foreign.MemorySegment;
import java.util.List;

/// Reads boxes from the outputs of one kind of network. Holds no state: safe for any thread.
public sealed interface Head permits CenterNetHead, YoloAnchorFreeHead, YoloV5Head {

  /// The head that a manifest asks for.
  static Head of(DetectorManifest manifest) {
    return switch (manifest.head()) {
      case DetectorManifest.CenterNet head -> new CenterNetHead(head, manifest.classes());
      case DetectorManifest.YoloAnchorFree head -> new YoloAnchorFreeHead(head, manifest.classes());
      case DetectorManifest.YoloV5 head -> new YoloV5Head(head, manifest.classes());
    };
  }

  /// The names of the outputs that [#candidates] wants, in its order.
  List<String> outputs();

  /// The extents that each of [#outputs] must have, outermost first; whatever extents the network
  /// has before these must be 1.
  ///
  /// @param inputWidth the width of the network's input, in pixels
  /// @param inputHeight its height
  List<List<Long>> extents(int inputWidth, int inputHeight);

  /// The boxes more confident than `threshold`, before suppression, in the order of the network's
  /// cells.
  ///
  /// @param outputs one segment of 32-bit floats for each name of [#outputs]
  /// @param inputWidth the width of the network's input, in pixels
  /// @param inputHeight its height
  List<Candidate> candidates(
      List<MemorySegment> outputs, int inputWidth, int inputHeight, float threshold);
}
