package io.affut.exports.verdicts;

import io.affut.engine.detection.Category;
import io.affut.engine.detection.Detection;
import io.affut.engine.detection.Logits;
import io.affut.engine.results.ClassifierInfo;
import io.affut.engine.results.RunInfo;
import io.affut.engine.species.Label;
import io.affut.engine.species.LabelSettings;
import io.affut.engine.species.LabelledPicture;
import io.affut.engine.species.Verdict;
import java.util.Set;
import java.util.TreeSet;

/// What each box of a picture is called.
///
/// The animal that stands for the picture is called what its sequence is called. Any other animal
/// is called what the classifier says of its own crop, by the temperature for one picture; it is
/// undefined where that is less than the threshold, and where the user chose among the species, if
/// it is not what the sequence is called. People, vehicles and other things are called what they
/// are, with the detector's confidence.
///
/// @param run what is known of it
/// @param settings how its labels were found
public record BoxVerdicts(RunInfo run, LabelSettings settings) {

  /// What the box with the number `index` among those of [LabelledPicture#shown] is called.
  public Verdict of(LabelledPicture picture, int index) {
    Detection box = picture.shown().get(index);
    if (!box.category().equals(Category.ANIMAL)) {
      Label label = thing(box.category());
      return new Verdict(label, box.confidence(), label);
    }
    boolean best = picture.best().isPresent() && picture.best().getAsInt() == index;
    return best ? picture.verdict() : alone(box, picture.verdict());
  }

  /// Whether the box counts, as for the labels.
  public boolean counts(Detection box) {
    return box.confidence() > settings.confidence().orElse(Float.NEGATIVE_INFINITY);
  }

  /// The indices of the boxes of [LabelledPicture#shown] that count.
  ///
  /// @param repeated whether those that recur at the same place of the camera are among them
  public Set<Integer> counting(LabelledPicture picture, boolean repeated) {
    Set<Integer> indices = new TreeSet<>();
    for (int i = 0; i < picture.shown().size(); i++) {
      if (counts(picture.shown().get(i)) && (repeated || !picture.repeated().contains(i))) {
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

  private Verdict alone(Detection animal, Verdict sequence) {
    if (animal.logits().isEmpty() || run.classifier().isEmpty()) {
      return new Verdict(Label.Plain.ANIMAL, animal.confidence(), Label.Plain.ANIMAL);
    }
    Verdict likeliest = likeliest(animal.logits().get(), run.classifier().get());
    boolean chosen = !settings.species().isEmpty() || !settings.excluded().isEmpty();
    boolean unsure =
        likeliest.score() < settings.threshold()
            || chosen && !likeliest.label().equals(sequence.best());
    return unsure
        ? new Verdict(Label.Plain.UNDEFINED, likeliest.score(), likeliest.best())
        : likeliest;
  }

  private static Verdict likeliest(Logits logits, ClassifierInfo classifier) {
    double[] likely = logits.probabilities(classifier.temperatures().picture());
    int best = 0;
    for (int i = 1; i < likely.length; i++) {
      best = likely[i] > likely[best] ? i : best;
    }
    Label label = new Label.Species(best);
    return new Verdict(label, likely[best], label);
  }
}
