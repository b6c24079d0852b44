package io.affut.engine.model;

import java.util.List;
import java.util.Optional;

/// What a manifest says of a classifier.
///
/// @param about what it is and where it comes from
/// @param input how a crop becomes the network's input
/// @param precision what the network needs
/// @param logits the output with one logit a class
/// @param embedding the output with the embedding that the logits come from, which a bird head
///   reads, if there is one
/// @param classes what the logits stand for
/// @param temperatures that logits are divided by
public record ClassifierManifest(
    About about,
    Input input,
    Precision precision,
    String logits,
    Optional<Embedding> embedding,
    ClassNames classes,
    Temperatures temperatures)
    implements Manifest {

  @Override
  public Task task() {
    return Task.CLASSIFIER;
  }

  @Override
  public ClassifierManifest with(About other) {
    return new ClassifierManifest(
        other, input, precision, logits, embedding, classes, temperatures);
  }

  /// The network's input: a crop, squashed into a square whatever its shape, then `(value - mean) /
  /// deviation` for each channel.
  ///
  /// @param name the input's name in the network
  /// @param size of the square, in pixels
  /// @param resize how the crop gets that size
  /// @param layout the order of the network's axes
  /// @param channels the order of the colours
  /// @param mean three values, for 0 to 255
  /// @param deviation three values, for 0 to 255
  public record Input(
      String name,
      int size,
      Resize resize,
      Layout layout,
      Channels channels,
      List<Float> mean,
      List<Float> deviation) {}

  /// The output with the embedding that the logits come from.
  ///
  /// @param output its name
  /// @param length how many values it has
  public record Embedding(String output, int length) {}

  /// How pixels are interpolated; both are antialiased, as Pillow does it.
  public enum Resize {
    /// With a = -0.5, as DeepFaune does.
    BICUBIC,
    BILINEAR
  }
}
