package io.affut.engine.species;

import io.affut.engine.detection.Category;
import io.affut.engine.detection.Detection;
import io.affut.engine.detection.Logits;
import io.affut.engine.results.VideoFrame;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/// The frame of a video that shows best what it is, by DeepFaune's rule: of frames with animals the
/// one with the highest logit of any class, otherwise the first with what the video is called.
final class KeyFrame {
  private static final Comparator<Detection> STRONGER =
      Comparator.comparingDouble(
              (Detection box) -> box.logits().map(KeyFrame::largest).orElse(-Double.MAX_VALUE))
          .thenComparing(Detection::confidence);

  private final LabelRule rule;

  KeyFrame(LabelRule rule) {
    this.rule = rule;
  }

  /// The index of the frame; none where nothing was found in any.
  OptionalInt of(List<VideoFrame> frames, Label label) {
    List<Optional<Detection>> best =
        frames.stream().map(frame -> rule.best(frame.detections())).toList();
    OptionalInt animal =
        indices(best, Category.ANIMAL)
            .boxed()
            .max(
                Comparator.comparing((Integer i) -> best.get(i).orElseThrow(), STRONGER)
                    .thenComparing(Comparator.reverseOrder()))
            .map(OptionalInt::of)
            .orElse(OptionalInt.empty());
    if (animal.isPresent()) {
      return animal;
    }
    Category wanted = label == Label.Plain.VEHICLE ? Category.VEHICLE : Category.PERSON;
    OptionalInt first = indices(best, wanted).findFirst();
    return first.isPresent()
        ? first
        : IntStream.range(0, best.size()).filter(i -> best.get(i).isPresent()).findFirst();
  }

  private static IntStream indices(List<Optional<Detection>> best, Category category) {
    return IntStream.range(0, best.size())
        .filter(i -> best.get(i).filter(box -> box.category().equals(category)).isPresent());
  }

  private static double largest(Logits logits) {
    double largest = -Double.MAX_VALUE;
    for (float value : logits.classes()) {
      largest = Math.max(largest, value);
    }
    return largest;
  }
}
