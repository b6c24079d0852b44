package io.affut.engine.species;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// How many pictures, and sequences, have each label. One thread at a time.
public final class LabelCounts {
  private final Map<Label, Integer> pictures = new HashMap<>();
  private final Map<Label, Set<Integer>> sequences = new HashMap<>();
  private int undated;

  /// No pictures yet.
  public LabelCounts() {}

  /// What was counted of one label.
  public record Count(Label label, int pictures, int sequences) {}

  /// Counts a picture by the label of its sequence.
  public void add(LabelledPicture picture) {
    Label label = picture.verdict().label();
    if (label != Label.Plain.UNREADABLE && picture.date().isEmpty()) {
      undated++;
    }
    pictures.merge(label, 1, Integer::sum);
    sequences.computeIfAbsent(label, l -> new HashSet<>()).add(picture.sequence());
  }

  /// How many pictures have no date, so that each is a sequence of its own.
  public int undated() {
    return undated;
  }

  /// All counts, those with most pictures first.
  public List<Count> all() {
    List<Count> all = new ArrayList<>();
    pictures.forEach(
        (label, number) -> all.add(new Count(label, number, sequences.get(label).size())));
    all.sort(
        Comparator.comparingInt(Count::pictures)
            .reversed()
            .thenComparing(count -> count.label().toString()));
    return all;
  }
}
