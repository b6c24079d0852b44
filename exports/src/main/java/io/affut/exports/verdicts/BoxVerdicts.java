package io.affut.exports.verdicts;

import io.affut.engine.detection.Category;
import io.affut.engine.detection.Detection;
import io.affut.engine.results.ClassifierInfo;
import io.affut.engine.results.RunInfo;
import io.affut.engine.species.Label;
import io.affut.engine.species.LabelSettings;
import io.affut.engine.species.LabelledPicture;
import io.affut.engine.species.Verdict;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// What each box of a picture is called.
///
/// The animal that stands for the picture is called what its sequence is called. Any other animal
/// is called what the classifier says of its own crop, among the species that can be there and by
/// the temperature for one picture; it is undefined where that is less than the threshold. People,
/// vehicles and other things are called what they are, with the detector's confidence.
public final class BoxVerdicts {
  private final LabelSettings settings;
  private final Optional<ClassifierInfo> classifier;
  private final boolean[] excluded;

  /// @param run what is known of it
  /// @param settings how its labels were found
  public BoxVerdicts(RunInfo run, LabelSettings settings) {
    this.settings = settings;
    this.classifier = run.classifier();
    this.excluded = new boolean[classifier.map(c -> c.classes().size()).orElse(0)];
    settings
        .excludedOf(classifier.map(ClassifierInfo::classes))
        .forEach(place -> excluded[place] = true);
  }

  /// What the box with the number `index` among those of [LabelledPicture#shown] is called.
  public Verdict of(LabelledPicture picture, int index) {
    Detection box = picture.shown().get(index);
    if (!box.category().equals(Category.ANIMAL)) {
      Label label = thing(box.category());
      return new Verdict(label, box.confidence(), label);
    }
    boolean best = picture.best().isPresent() && picture.best().getAsInt() == index;
    return best ? picture.verdict() : alone(box);
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

  private Verdict alone(Detection animal) {
    if (animal.logits().isEmpty() || classifier.isEmpty()) {
      return new Verdict(Label.Plain.ANIMAL, animal.confidence(), Label.Plain.ANIMAL);
    }
    Label best = Label.Plain.UNDEFINED;
    double score = 0;
    double temperature = classifier.get().temperatures().picture();
    double[] likely = animal.logits().get().probabilities(temperature, excluded);
    for (int i = 0; i < likely.length; i++) {
      if (likely[i] > score) {
        best = new Label.Species(i);
        score = likely[i];
      }
    }
    return new Verdict(score < settings.threshold() ? Label.Plain.UNDEFINED : best, score, best);
  }
}
