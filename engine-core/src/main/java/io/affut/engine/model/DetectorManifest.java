package io.affut.engine.model;

import io.affut.preprocessing.resize.LetterboxRule;
import java.util.List;

/// What a manifest says of a detector.
///
/// @param about what it is and where it comes from
/// @param input how a picture becomes the network's input
/// @param decode at which size JPEGs are decoded
/// @param precision what the network needs
/// @param head how its outputs are read
/// @param thresholds what counts as found
/// @param classes what the classes mean
public record DetectorManifest(
    About about,
    Input input,
    DecodeRule decode,
    Precision precision,
    HeadSettings head,
    Thresholds thresholds,
    ClassMapping classes)
    implements Manifest {

  @Override
  public Task task() {
    return Task.DETECTOR;
  }

  @Override
  public DetectorManifest with(About other) {
    return new DetectorManifest(other, input, decode, precision, head, thresholds, classes);
  }

  /// The same with another letterbox.
  public DetectorManifest with(LetterboxRule letterbox) {
    Input changed =
        new Input(
            input.name(),
            letterbox,
            input.layout(),
            input.channels(),
            input.mean(),
            input.deviation());
    return new DetectorManifest(about, changed, decode, precision, head, thresholds, classes);
  }

  /// The same with other thresholds.
  public DetectorManifest with(Thresholds changed) {
    return new DetectorManifest(about, input, decode, precision, head, changed, classes);
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

  /// How the outputs are read.
  public sealed interface HeadSettings permits CenterNet, YoloAnchorFree, YoloV5 {}

  /// Peaks in a heat map.
  ///
  /// @param heat the output with one value for each cell and class
  /// @param extent the output with the four distances to the edges, in input pixels
  /// @param stride input pixels a cell
  public record CenterNet(String heat, String extent, int stride) implements HeadSettings {}

  /// Input pixels a cell of the finest grid of usual YOLO networks.
  public static final int USUAL_FINEST = 8;

  /// One score for each cell and class, as YOLOv8 and later have it.
  ///
  /// @param output the output with boxes and scores
  /// @param stride input pixels a cell of the coarsest grid: 32, or 64 for networks of four grids
  /// @param finest input pixels a cell of the finest grid; each grid has cells twice as wide and
  ///   high as the one before
  public record YoloAnchorFree(String output, int stride, int finest) implements HeadSettings {
    /// With the usual finest grid.
    public YoloAnchorFree(String output, int stride) {
      this(output, stride, USUAL_FINEST);
    }
  }

  /// A box with its objectness and one score a class for each anchor, as YOLOv5 has it.
  ///
  /// @param output the output with boxes and scores
  /// @param stride input pixels a cell of the coarsest grid: 32 (P5), or 64 (P6)
  /// @param finest input pixels a cell of the finest grid, as in [YoloAnchorFree]
  public record YoloV5(String output, int stride, int finest) implements HeadSettings {
    /// With the usual finest grid.
    public YoloV5(String output, int stride) {
      this(output, stride, USUAL_FINEST);
    }
  }

  /// What counts as found.
  ///
  /// @param confidence a box must be more confident than this
  /// @param overlap the intersection over union above which the less confident of two boxes of a
  ///   category goes
  /// @param mostBoxes at most so many boxes a picture
  public record Thresholds(float confidence, float overlap, int mostBoxes) {}
}
