package io.affut.engine.pipeline;

import io.affut.engine.model.DecodeRule;
import io.affut.engine.model.Precision;
import io.affut.preprocessing.picture.PictureReader;
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

  /// Settings of an engine that does as the manifests say with many pictures, keeps nothing and
  /// looks at videos as DeepFaune does, to be changed.
  public static Builder on(Device device, int threads) {
    return new Builder(
        new EngineSettings(
            device,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            threads,
            PictureReader.DEFAULT_MAX_PIXELS,
            true,
            Optional.empty(),
            new FrameChoice.DeepFaune(),
            Optional.empty()));
  }

  /// These settings, to be changed.
  public Builder change() {
    return new Builder(this);
  }

  /// These settings with another choice of the frames of videos.
  public EngineSettings lookingAt(FrameChoice others) {
    return change().frames(others).build();
  }

  /// Changes settings. What is not named stays as it is. One thread at a time.
  public static final class Builder {
    private final Device device;
    private final int threads;
    private Optional<Precision> precision;
    private Optional<DecodeRule> decode;
    private Optional<Float> confidence;
    private long maxPixels;
    private boolean manyPictures;
    private Optional<Path> compiled;
    private FrameChoice frames;
    private Optional<Integer> batch;

    private Builder(EngineSettings settings) {
      this.device = settings.device;
      this.precision = settings.precision;
      this.decode = settings.decode;
      this.confidence = settings.confidence;
      this.threads = settings.threads;
      this.maxPixels = settings.maxPixels;
      this.manyPictures = settings.manyPictures;
      this.compiled = settings.compiled;
      this.frames = settings.frames;
      this.batch = settings.batch;
    }

    /// Asks for a precision.
    public Builder precision(Precision asked) {
      precision = Optional.of(asked);
      return this;
    }

    /// Asks for a size at which JPEGs are decoded.
    public Builder decode(DecodeRule asked) {
      decode = Optional.of(asked);
      return this;
    }

    /// Asks for boxes that are more confident than this, 0 to 1.
    public Builder confidence(float asked) {
      confidence = Optional.of(asked);
      return this;
    }

    /// Refuses pictures of more pixels before they are decoded.
    public Builder maxPixels(long most) {
      maxPixels = most;
      return this;
    }

    /// Says whether pictures a second matter, or the time of a single one.
    public Builder manyPictures(boolean many) {
      manyPictures = many;
      return this;
    }

    /// Keeps compiled networks in a folder.
    public Builder compiled(Path folder) {
      compiled = Optional.of(folder);
      return this;
    }

    /// Chooses the frames of videos.
    public Builder frames(FrameChoice chosen) {
      frames = chosen;
      return this;
    }

    /// Computes so many pictures at once at most on a GPU of NVIDIA's.
    public Builder batch(int most) {
      batch = Optional.of(most);
      return this;
    }

    /// The settings.
    public EngineSettings build() {
      return new EngineSettings(
          device,
          precision,
          decode,
          confidence,
          threads,
          maxPixels,
          manyPictures,
          compiled,
          frames,
          batch);
    }
  }
}
