package io.affut.engine.results;

import io.affut.engine.detection.Category;
import io.affut.engine.detection.Detection;
import io.affut.preprocessing.picture.CaptureDate;
import java.util.List;
import java.util.Optional;

/// A picture that the detector has seen; without detections it is empty.
///
/// @param width of the upright picture, in pixels; 0 where results of another program do not say it
/// @param height of the upright picture, in pixels; 0 where results of another program do not say
///   it
/// @param detections most confident first
/// @param decoder the library that decoded it
/// @param date when it was taken, as its EXIF says
/// @param damage what the decoder complained of; the picture was decoded as far as it goes
public record DetectedPicture(
    String file,
    int width,
    int height,
    List<Detection> detections,
    String decoder,
    Optional<CaptureDate> date,
    Optional<String> damage)
    implements PictureResult {

  @Override
  public DetectedPicture named(String other) {
    return new DetectedPicture(other, width, height, detections, decoder, date, damage);
  }

  /// Whether the size of the picture is known.
  public boolean hasSize() {
    return width > 0 && height > 0;
  }

  /// The same picture with other detections.
  public DetectedPicture with(List<Detection> others) {
    return new DetectedPicture(file, width, height, others, decoder, date, damage);
  }

  /// Whether something of `category` was found.
  public boolean holds(Category category) {
    return detections.stream().anyMatch(detection -> detection.category().equals(category));
  }
}
