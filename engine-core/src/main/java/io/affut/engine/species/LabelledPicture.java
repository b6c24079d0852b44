package io.affut.engine.species;

import io.affut.engine.detection.Detection;
import io.affut.engine.results.DetectedPicture;
import io.affut.engine.results.DetectedVideo;
import io.affut.engine.results.FailedPicture;
import io.affut.engine.results.PictureResult;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/// A picture, or a video, and what is made of it together with the rest of its sequence.
///
/// @param picture as the journal has it; a failed one has a sequence of its own and is labelled
///   [Label.Plain#UNREADABLE] with a score of 0
/// @param camera whose picture it is, usually its folder
/// @param date by the camera's clock, put right where the user said how
/// @param sequence the number of its sequence, from 1 over the whole run
/// @param base what the picture alone is called
/// @param verdict what its sequence is called
/// @param keyFrame the index, among the frames of a video, of the one that shows best what it is;
///   none for a picture, and for a video in which nothing was found
/// @param best the index of the detection, among those of [#shown], that stands for the picture
/// @param animals how many boxes of animals it has; a video as many as the frame with the most
/// @param people how many boxes of people it has; a video as many as the frame with the most
/// @param repeated the indices of detections, among those of [#shown], that recur at the same place
public record LabelledPicture(
    PictureResult picture,
    String camera,
    Optional<LocalDateTime> date,
    int sequence,
    Verdict base,
    Verdict verdict,
    OptionalInt keyFrame,
    OptionalInt best,
    int animals,
    int people,
    Set<Integer> repeated) {

  /// The detections of the picture, or of a video's key frame.
  public List<Detection> shown() {
    return shown(picture, keyFrame);
  }

  /// The detections of a picture, or of a video's key frame.
  static List<Detection> shown(PictureResult picture, OptionalInt keyFrame) {
    return switch (picture) {
      case FailedPicture ignored -> List.of();
      case DetectedPicture seen -> seen.detections();
      case DetectedVideo video ->
          keyFrame.isPresent() ? video.frames().get(keyFrame.getAsInt()).detections() : List.of();
    };
  }
}
