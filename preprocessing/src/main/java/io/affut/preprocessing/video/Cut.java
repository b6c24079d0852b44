package io.affut.preprocessing.video;

import io.affut.bindings.ffmpeg.VideoFacts;
import io.affut.bindings.ffmpeg.VideoFile;
import java.util.Locale;
import java.util.Optional;

/// Whether a file ends before its video does. Its headers, written last or known beforehand, say
/// how long it should be; its packets how long it is.
///
/// @param frames how many there are, or should be where the headers know it
/// @param text what to say of it; none for a whole file
record Cut(int frames, Optional<String> text) {
  /// Cameras that drop a frame count it all the same.
  private static final double MOST_DROPPED = 0.05;

  /// The last frame's own length, and sound that goes on a little longer.
  private static final double MOST_SILENCE = 1;

  static Cut of(VideoFile video) {
    VideoFacts facts = video.facts();
    int there = video.frames();
    long declared = facts.frames().orElse(0);
    boolean lacksFrames = video.packets() < declared * (1 - MOST_DROPPED);
    if (lacksFrames && declared <= Integer.MAX_VALUE) {
      return new Cut(
          (int) declared,
          Optional.of("the file ends after %d of %d frames".formatted(there, declared)));
    }
    double length = facts.seconds().orElse(0);
    double seen = there == 0 ? 0 : video.seconds(there - 1);
    if (facts.frames().isEmpty() && length - seen > Math.max(MOST_SILENCE, length / 10)) {
      return new Cut(
          there,
          Optional.of(
              String.format(Locale.ROOT, "the file ends after %.1f of %.1f s", seen, length)));
    }
    return new Cut(there, video.brokenOff().map(text -> "the file is not whole: " + text));
  }
}
