package io.affut.engine.backend;

import io.affut.engine.head.Head;
import io.affut.engine.model.ClassifierManifest;
import io.affut.engine.model.DetectorManifest;
import io.affut.engine.model.Manifest;
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
}
