package io.affut.exports.verdicts;

import io.affut.engine.detection.Category;
import io.affut.engine.detection.Detection;
import io.affut.engine.results.RunInfo;
import io.affut.engine.species.Label;
import io.affut.engine.species.LabelRule;
import io.affut.engine.species.LabelSettings;
import io.affut.engine.species.LabelledPicture;
import io.affut.engine.species.Verdict;
import java.util.Set;
import java.util.TreeSet;

/// What each box of a picture is called.
///
/// The animal that stands for the picture is called what its sequence is called. Any other animal
/// is called what it would be if it were alone in a picture of its own: what the classifier says of
/// its crop, among the species that can be there and by the temperature for one picture; it is
/// undefined where that is less than the threshold. People, vehicles and other things are called
/// what they are, with the detector's confidence, as is an animal that no classifier looked at.
public final class BoxVerdicts {
  private final LabelRule rule;

  /// @param run what is known of it
  /// @param settings how its labels were found
  public BoxVerdicts(RunInfo run, LabelSettings settings) {
    this.rule = new LabelRule(run.classifier(), settings);
  }

  /// What the box with the number `index` among those of [LabelledPicture#shown] is called.
  public Verdict of(LabelledPicture picture, int index) {
    Detection box = picture.shown().get(index);
    if (!box.category().equals(Category.ANIMAL)) {
      return seen(thing(box.category()), box);
    }
    boolean best = picture.best().isPresent() && picture.best().getAsInt() == index;
    return best ? picture.verdict() : rule.of(box).orElseGet(() -> seen(Label.Plain.ANIMAL, box));
  }

  private static Verdict seen(Label label, Detection box) {
    return new Verdict(label, box.confidence(), label);
  }

  /// The indices of the boxes of [LabelledPicture#shown] that count, as for the labels.
  ///
  /// @param repeated whether those that recur at the same place of the camera are among them
  public Set<Integer> counting(LabelledPicture picture, boolean repeated) {
    Set<Integer> indices = new TreeSet<>();
    for (int i = 0; i < picture.shown().size(); i++) {
      if (rule.counts(picture.shown().get(i)) && (repeated || !picture.repeated().contains(i))) {
        indices.add(i);
      }
    }
    return indices;
  }

  private static Label thing(Category category) {
    if (category.equals(Category.PERSON)) {
      return Label.Plain.PERSON;
    }
    return category.equals(Category.VEHICLE)
        ? Label.Plain.VEHICLE
        : new Label.Thing(category.name());
  }
}
