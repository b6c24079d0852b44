package io.affut.engine.backend;

import io.affut.engine.head.Head;
import io.affut.engine.model.BirdHeadManifest;
import io.affut.engine.model.ClassifierManifest;
import io.affut.engine.model.DetectorManifest;
import io.affut.engine.model.Manifest;
import io.affut.engine.model.ModelException;
import java.util.ArrayList;
import java.util.List;

/// What goes into a network and what is wanted of it, as its manifest says.
///
/// @param input the input's name
/// @param capacity the most pictures at a time; 1 for exactly one
/// @param width of the input, in pixels
/// @param height of the input
/// @param layout the order of the network's axes
/// @param channels the order of the colours
/// @param mean subtracted from each channel, values 0 to 255
/// @param deviation that each channel is divided by then
/// @param outputs their names
/// @param extents what each output must have, outermost first, after extents of 1
record NetworkPorts(
    String input,
    int capacity,
    int width,
    int height,
    Manifest.Layout layout,
    Manifest.Channels channels,
    List<Float> mean,
    List<Float> deviation,
    List<String> outputs,
    List<List<Long>> extents) {
  /// What stands for an extent that differs from run to run.
  static final long OPEN = -1;

  static NetworkPorts of(DetectorManifest manifest, int width, int height) {
    DetectorManifest.Input input = manifest.input();
    Head head = Head.of(manifest);
    return new NetworkPorts(
        input.name(),
        1,
        width,
        height,
        input.layout(),
        input.channels(),
        input.mean(),
        input.deviation(),
        head.outputs(),
        head.extents(width, height));
  }

  static NetworkPorts of(ClassifierManifest manifest, int capacity) {
    ClassifierManifest.Input input = manifest.input();
    List<String> outputs = new ArrayList<>(List.of(manifest.logits()));
    List<List<Long>> extents = new ArrayList<>(List.of(List.of((long) manifest.classes().size())));
    manifest
        .embedding()
        .ifPresent(embedding -> {
          outputs.add(embedding.output());
          extents.add(List.of((long) embedding.length()));
        });
    return new NetworkPorts(
        input.name(),
        capacity,
        input.size(),
        input.size(),
        input.layout(),
        input.channels(),
        input.mean(),
        input.deviation(),
        outputs,
        extents);
  }

  /// The same for another number of pictures at a time at most.
  NetworkPorts upTo(int most) {
    return new NetworkPorts(
        input, most, width, height, layout, channels, mean, deviation, outputs, extents);
  }

  /// What the input's extents are for so many pictures, outermost first.
  List<Long> inputExtents(int pictures) {
    long batch = pictures;
    return switch (layout) {
      case NHWC -> List.of(batch, (long) height, (long) width, 3L);
      case NCHW -> List.of(batch, 3L, (long) height, (long) width);
    };
  }

  /// Checks an output. A manifest that has another stride or number of classes than the network
  /// would give wrong boxes, or wrong names, without a word.
  ///
  /// @param output its index in [#outputs]
  /// @param found the network's extents, [#OPEN] where they are
  /// @param shown the same for people
  /// @throws IllegalArgumentException when it is not what the manifest says
  void requireFit(int output, List<Long> found, String shown) {
    if (!fits(output, found)) {
      throw new IllegalArgumentException(
          "its output %s has the shape %s, and what its manifest says makes %s"
              .formatted(outputs.get(output), shown, extents.get(output)));
    }
  }

  /// Whether an output has the wanted extents, after the batch and extents of 1.
  boolean fits(int output, List<Long> found) {
    List<Long> wanted = extents.get(output);
    int leading = found.size() - wanted.size();
    if (leading < 0 || found.isEmpty()) {
      return false;
    }
    for (int i = 0; i < found.size(); i++) {
      boolean isBatch = i == 0 && leading > 0 && capacity > 1;
      long extent = i < leading ? 1 : wanted.get(i - leading);
      if (found.get(i) != (isBatch ? OPEN : extent)) {
        return false;
      }
    }
    return true;
  }

  /// Checks that a bird head reads what the classifier gives.
  ///
  /// @throws ModelException when it does not
  static void requireFit(ClassifierManifest classifier, BirdHeadManifest birds) {
    int length = classifier.embedding().map(ClassifierManifest.Embedding::length).orElse(0);
    if (length != birds.length()) {
      throw new ModelException(
          "The bird head %s reads embeddings of %d values, and the classifier %s gives %s."
              .formatted(
                  birds.id(),
                  birds.length(),
                  classifier.id(),
                  length == 0 ? "none" : length + " values"));
    }
  }
}
