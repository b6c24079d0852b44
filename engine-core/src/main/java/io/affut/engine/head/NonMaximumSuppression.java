package io.affut.engine.head;

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
  public static List<Candidate> within(List<Candidate> candidates, float overlap, int most) {
    List<Candidate> sorted = new ArrayList<>(candidates);
    sorted.sort(Comparator.comparingDouble(Candidate::confidence).reversed());
    List<Candidate> kept = new ArrayList<>();
    for (Candidate candidate : sorted) {
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
