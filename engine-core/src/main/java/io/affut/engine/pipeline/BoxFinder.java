package io.affut.engine.pipeline;

import io.affut.engine.detection.Detection;
import io.affut.engine.head.NonMaximumSuppression;
import io.affut.preprocessing.video.VideoFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Finds the boxes of the pictures of one run, on one lane. Safe for any thread.
final class BoxFinder {
  private final BoxSource<DetectorWork> source;
  private final List<PictureFile> pictures;

  BoxFinder(BoxSource<LoadedDetector> source, List<PictureFile> pictures, Stages stages) {
    this.pictures = pictures;
    this.source = source.map(detector -> new DetectorWork(detector, stages));
  }

  /// The detector that does everything, if there is one: nobody has to keep a picture for it until
  /// it has found its boxes.
  Optional<DetectorWork> only() {
    return source instanceof BoxSource.One<DetectorWork>(DetectorWork detector)
        ? Optional.of(detector)
        : Optional.empty();
  }

  /// How many pictures are looked at at the same time at most. Of two detectors the first sees
  /// every picture. Known boxes are there at once.
  int atOnce() {
    return source.detectors().stream().findFirst().map(DetectorWork::atOnce).orElse(0);
  }

  /// Why a picture need not be read: nothing can be known of what is in it.
  Optional<String> refusal(int index) {
    if (!(source instanceof BoxSource.Known<DetectorWork>(KnownBoxes boxes))) {
      return Optional.empty();
    }
    PictureFile file = pictures.get(index);
    if (VideoFormat.isNamed(file.path())) {
      return Optional.of("is a video, and boxes can be given for pictures only");
    }
    return boxes.of(file) instanceof KnownBoxes.Nothing(String reason)
        ? Optional.of(reason)
        : Optional.empty();
  }

  /// The boxes of a picture, most confident first, while it lies on the workbench.
  ///
  /// Whoever holds a slot of a second detector waits for no slot, so two detectors cannot wait for
  /// each other.
  List<Detection> find(int index, Look look, Workbench bench) {
    return switch (source) {
      case BoxSource.One<DetectorWork>(DetectorWork detector) -> detector.find(index, look, bench);
      case BoxSource.Backstop<DetectorWork>(DetectorWork first, DetectorWork second) -> {
        List<Detection> found = first.find(index, look, bench);
        yield found.isEmpty() ? second.find(index, look, bench) : found;
      }
      case BoxSource.Merge<DetectorWork>(
              DetectorWork first,
              DetectorWork second,
              float overlap) -> {
        try (DetectorWork.Begun one = first.begin(index, look, bench);
            DetectorWork.Begun two = second.begin(index, look, bench)) {
          List<Detection> both = Stream.of(one.boxes(), two.boxes()).flatMap(List::stream).toList();
          yield NonMaximumSuppression.within(both, overlap, both.size());
        }
      }
      case BoxSource.Known<DetectorWork>(KnownBoxes boxes) ->
          switch (boxes.of(pictures.get(index))) {
            case KnownBoxes.Found(List<Detection> detections) -> detections;
            case KnownBoxes.Nothing(String reason) -> throw new IllegalStateException(reason);
          };
    };
  }
}
