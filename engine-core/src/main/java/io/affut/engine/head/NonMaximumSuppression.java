package io.affut.engine.head;

import io.affut.engine.detection.Rival;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Greedy non-maximum suppression: of boxes of one category that overlap, the most confident stays.
public final class NonMaximumSuppression {
  private NonMaximumSuppression() {}

  /// The boxes that remain, most confident first; of equally confident ones the earlier goes first,
  /// so the result is the same on every run.
  ///
  /// @param overlap a box goes when its intersection over union with a kept one of its category is
  ///   greater than this
  /// @param most at most so many boxes are kept
  public static <T extends Rival<T>> List<T> within(List<T> boxes, float overlap, int most) {
    List<T> sorted = new ArrayList<>(boxes);
    sorted.sort(Comparator.comparingDouble((T box) -> box.confidence()).reversed());
    List<T> kept = new ArrayList<>();
    for (T candidate : sorted) {
      if (kept.size() == most) {
        break;
      }
      if (kept.stream()
          .noneMatch(better ->
              better.category().equals(candidate.category())
                  && better.intersectionOverUnion(candidate) > overlap)) {
        kept.add(candidate);
      }
    }
    return kept;
  }
}
