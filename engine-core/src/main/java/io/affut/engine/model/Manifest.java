package io.affut.engine.model;

import io.affut.preprocessing.resize.LetterboxRule;
import java.util.List;

/// What `manifest.toml` says of a network: everything that is needed to feed it and to read its
/// outputs.
///
/// What is not known is the word `unknown`.
///
/// @param id the model's name in the store and on the command line
/// @param description one line for people
/// @param file the network, beside the manifest
/// @param sha256 of `file`, 64 hexadecimal digits, or `unknown`
/// @param licence as far as it is known
/// @param source where the network comes from
/// @param notice a line to show at each run, or empty
/// @param input how a picture becomes the network's input
/// @param decode at which size JPEGs are decoded
/// @param precision what the network needs
/// @param head how its outputs are read
/// @param thresholds what counts as found
/// @param classes what the classes mean
public record Manifest(
    String id,
    String description,
    String file,
    String sha256,
    String licence,
    String source,
    String notice,
    Input input,
    DecodeRule decode,
    Precision precision,
    HeadSettings head,
    Thresholds thresholds,
    ClassMapping classes) {

  /// What stands where something is not known.
  public static final String UNKNOWN = "unknown";

  /// The same with another letterbox.
  Manifest with(LetterboxRule letterbox) {
    Input changed =
        new Input(
            input.name(),
            letterbox,
            input.layout(),
            input.channels(),
            input.mean(),
            input.deviation());
    return with(changed, thresholds);
  }

  /// The same with other thresholds.
  Manifest with(Thresholds changed) {
    return with(input, changed);
  }

  private Manifest with(Input newInput, Thresholds newThresholds) {
    return new Manifest(
        id,
        description,
        file,
        sha256,
        licence,
        source,
        notice,
        newInput,
        decode,
        precision,
        head,
        newThresholds,
        classes);
  }

  /// The network's input: 8-bit pixels, letterboxed, then `(value - mean) / deviation` for each
  /// channel.
  ///
  /// @param name the input's name in the network
  /// @param letterbox the size and how a picture is fitted into it
  /// @param layout the order of the network's axes
  /// @param channels the order of the colours
  /// @param mean three values, for 0 to 255
  /// @param deviation three values, for 0 to 255
  public record Input(
      String name,
      LetterboxRule letterbox,
      Layout layout,
      Channels channels,
      List<Float> mean,
      List<Float> deviation) {}

  /// The order of a network's axes: batch, channels, height, width.
  public enum Layout {
    NHWC,
    NCHW
  }

  /// The order of the colours in a network's input.
  public enum Channels {
    RGB,
    BGR
  }

  /// How the outputs are read.
  public sealed interface HeadSettings permits CenterNet, YoloAnchorFree {}

  /// Peaks in a heat map.
  ///
  /// @param heat the output with one value for each cell and class
  /// @param extent the output with the four distances to the edges, in input pixels
  /// @param stride input pixels a cell
  public record CenterNet(String heat, String extent, int stride) implements HeadSettings {}

  /// One score for each anchor and class, as YOLOv8 and YOLO11 have it.
  ///
  /// @param output the output with boxes and scores
  public record YoloAnchorFree(String output) implements HeadSettings {}

  /// What counts as found.
  ///
  /// @param confidence a box must be more confident than this
  /// @param overlap the intersection over union above which the less confident of two boxes of a
  ///   category goes
  /// @param mostBoxes at most so many boxes a picture
  public record Thresholds(float confidence, float overlap, int mostBoxes) {}
}
