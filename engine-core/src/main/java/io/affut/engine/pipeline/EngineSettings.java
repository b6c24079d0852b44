package io.affut.engine.pipeline;

import io.affut.engine.model.DecodeRule;
import io.affut.engine.model.Precision;
import io.affut.preprocessing.video.FrameChoice;
import java.nio.file.Path;
import java.util.Optional;

/// How an engine is to work.
///
/// @param device where networks are computed
/// @param precision asked for, or the manifest's
/// @param decode asked for, or the manifest's
/// @param confidence asked for, or the manifest's
/// @param threads the whole program's budget, at least 1
/// @param maxPixels a picture of more is refused before it is decoded
/// @param manyPictures whether pictures a second matter, or the time of a single one
/// @param compiled where compiled networks are kept for later starts, if they shall be
/// @param frames which frames of videos are looked at
/// @param batch how many pictures one of NVIDIA's GPUs computes at once at most, for measurements;
///   else what suits it
public record EngineSettings(
    Device device,
    Optional<Precision> precision,
    Optional<DecodeRule> decode,
    Optional<Float> confidence,
    int threads,
    long maxPixels,
    boolean manyPictures,
    Optional<Path> compiled,
    FrameChoice frames,
    Optional<Integer> batch) {

  /// Settings with batches of whatever suits the device.
  public EngineSettings(
      Device device,
      Optional<Precision> precision,
      Optional<DecodeRule> decode,
      Optional<Float> confidence,
      int threads,
      long maxPixels,
      boolean manyPictures,
      Optional<Path> compiled,
      FrameChoice frames) {
    this(
        device,
        precision,
        decode,
        confidence,
        threads,
        maxPixels,
        manyPictures,
        compiled,
        frames,
        Optional.empty());
  }

  /// Settings of an engine that keeps nothing and looks at videos as DeepFaune does.
  public EngineSettings(
      Device device,
      Optional<Precision> precision,
      Optional<DecodeRule> decode,
      Optional<Float> confidence,
      int threads,
      long maxPixels,
      boolean manyPictures) {
    this(
        device,
        precision,
        decode,
        confidence,
        threads,
        maxPixels,
        manyPictures,
        Optional.empty(),
        new FrameChoice.DeepFaune());
  }

  /// These settings with another choice of the frames of videos.
  public EngineSettings lookingAt(FrameChoice others) {
    return new EngineSettings(
        device,
        precision,
        decode,
        confidence,
        threads,
        maxPixels,
        manyPictures,
        compiled,
        others,
        batch);
  }
}
