package io.affut.engine.results;

import io.affut.engine.detection.Category;
import io.affut.preprocessing.picture.CaptureDate;
import java.util.List;
import java.util.Optional;

/// A video of which the detector has seen some frames; without detections in any it is empty.
///
/// @param width of the upright frames, in pixels
/// @param height of the upright frames, in pixels
/// @param frameRate frames a second, on average; more than 0
/// @param frames that were looked at, in their order
/// @param decoder the library that decoded it
/// @param date when it was taken, as the file says
/// @param damage what the decoder complained of; the video was decoded as far as it goes
public record DetectedVideo(
    String file,
    int width,
    int height,
    double frameRate,
    List<VideoFrame> frames,
    String decoder,
    Optional<CaptureDate> date,
    Optional<String> damage)
    implements PictureResult {

  @Override
  public DetectedVideo named(String other) {
    return new DetectedVideo(other, width, height, frameRate, frames, decoder, date, damage);
  }

  /// The same video with other frames.
  public DetectedVideo with(List<VideoFrame> others) {
    return new DetectedVideo(file, width, height, frameRate, others, decoder, date, damage);
  }

  /// Whether something of `category` was found in a frame.
  public boolean holds(Category category) {
    return frames.stream()
        .flatMap(frame -> frame.detections().stream())
        .anyMatch(detection -> detection.category().equals(category));
  }

  /// Whether nothing was found in any frame.
  public boolean isEmpty() {
    return frames.stream().allMatch(frame -> frame.detections().isEmpty());
  }
}
