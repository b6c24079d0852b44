package io.affut.engine.species;

import io.affut.engine.detection.Category;
import io.affut.engine.detection.Detection;
import io.affut.engine.detection.Logits;
import io.affut.engine.detection.Softmax;
import io.affut.engine.model.ClassNames;
import io.affut.engine.results.ClassifierInfo;
import io.affut.engine.results.DetectedPicture;
import io.affut.engine.results.DetectedVideo;
import io.affut.engine.results.FailedPicture;
import io.affut.engine.results.PictureResult;
import io.affut.engine.results.VideoFrame;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.stream.Stream;

/// What the pictures of one sequence are called together, by DeepFaune's rule. Holds no state that
/// changes: safe for any thread.
///
/// An animal wins over everything: a picture's best box is its most confident animal, or its most
/// confident box where it has none. Only pictures with animals count where there are any; the
/// logits of their best boxes are averaged, divided by the temperature and become probabilities
/// among the classes that are not excluded.
public final class LabelRule {
  private final Optional<ClassifierInfo> classifier;
  private final LabelSettings settings;
  private final boolean[] excluded;
  private final int bird;

  /// A rule for what a classifier says, or none.
  ///
  /// @throws LabelSettingException when a setting names a class that there is not
  public LabelRule(Optional<ClassifierInfo> classifier, LabelSettings settings) {
    this.classifier = classifier;
    this.settings = settings;
    this.excluded = new boolean[classifier.map(c -> c.classes().size()).orElse(0)];
    settings
        .excludedOf(classifier.map(ClassifierInfo::classes))
        .forEach(place -> excluded[place] = true);
    this.bird = classifier.map(c -> c.classes().birds().orElse(-1)).orElse(-1);
  }

  /// The box that stands for a picture, if it has one. Of animals, one that was classified goes
  /// before one whose crop could not be.
  Optional<Detection> best(List<Detection> detections) {
    return strongest(counting(detections));
  }

  private static Optional<Detection> strongest(List<Detection> detections) {
    Comparator<Detection> confidence = Comparator.comparingDouble(Detection::confidence);
    return detections.stream()
        .filter(detection -> is(detection, Category.ANIMAL))
        .max(
            Comparator.comparing((Detection animal) -> animal.logits().isPresent())
                .thenComparing(confidence))
        .or(() -> detections.stream().max(confidence));
  }

  /// What a sequence is called, whatever the order of its pictures. Each frame of a video counts as
  /// a picture; a picture that could not be looked at does not count.
  public Verdict of(List<? extends PictureResult> sequence) {
    List<Detection> best =
        sequence.stream()
            .sorted(Comparator.comparing(PictureResult::file))
            .flatMap(LabelRule::looks)
            .flatMap(detections -> best(detections).stream())
            .toList();
    if (best.isEmpty()) {
      return Verdict.certain(Label.Plain.EMPTY);
    }
    List<Detection> animals = best.stream().filter(box -> is(box, Category.ANIMAL)).toList();
    if (!animals.isEmpty()) {
      return species(animals);
    }
    long people = best.stream().filter(box -> is(box, Category.PERSON)).count();
    long vehicles = best.stream().filter(box -> is(box, Category.VEHICLE)).count();
    if (people + vehicles == 0) {
      Detection thing = strongest(best).orElseThrow();
      return Verdict.certain(new Label.Thing(thing.category().name()));
    }
    return Verdict.certain(people >= vehicles ? Label.Plain.PERSON : Label.Plain.VEHICLE);
  }

  /// What an animal is called by itself, as if it were alone in a picture of its own; nothing where
  /// no classifier looked at it.
  public Optional<Verdict> of(Detection animal) {
    return classifier.isEmpty() || animal.logits().isEmpty()
        ? Optional.empty()
        : Optional.of(species(List.of(animal)));
  }

  /// Whether a box counts.
  public boolean counts(Detection box) {
    return box.confidence() > settings.confidence().orElse(Float.NEGATIVE_INFINITY);
  }

  /// Those of a picture's boxes that count, in their order.
  List<Detection> counting(List<Detection> detections) {
    return detections.stream().filter(this::counts).toList();
  }

  private static Stream<List<Detection>> looks(PictureResult result) {
    return switch (result) {
      case FailedPicture ignored -> Stream.empty();
      case DetectedPicture picture -> Stream.of(picture.detections());
      case DetectedVideo video -> video.frames().stream().map(VideoFrame::detections);
    };
  }

  private static boolean is(Detection box, Category category) {
    return box.category().equals(category);
  }

  /// The temperature goes by the number of pictures with an animal, not by that of the sequence.
  private Verdict species(List<Detection> animals) {
    List<Logits> said = animals.stream().flatMap(animal -> animal.logits().stream()).toList();
    if (said.isEmpty() || classifier.isEmpty()) {
      return Verdict.certain(Label.Plain.ANIMAL);
    }
    ClassifierInfo info = classifier.get();
    double temperature =
        animals.size() == 1 ? info.temperatures().picture() : info.temperatures().sequence();
    double[] likely = Softmax.of(mean(said, Logits::classes), temperature, excluded);
    int best = largest(likely);
    if (best < 0) {
      return new Verdict(Label.Plain.UNDEFINED, 0, Label.Plain.ANIMAL);
    }
    boolean kindIsAsked = settings.birds() && best == bird && info.birds().isPresent();
    Label species =
        kindIsAsked ? new Label.Bird(bird, OptionalInt.empty()) : new Label.Species(best);
    if (likely[best] < settings.threshold()) {
      return new Verdict(Label.Plain.UNDEFINED, likely[best], species);
    }
    return kindIsAsked
        ? kind(said, info.birds().get(), likely[best])
        : new Verdict(species, likely[best], species);
  }

  private Verdict kind(List<Logits> said, ClassifierInfo.BirdHead head, double score) {
    ClassNames kinds = head.classes();
    double[] likely =
        Softmax.of(
            mean(said, Logits::birds), head.temperatures().picture(), new boolean[kinds.size()]);
    int best = largest(likely);
    boolean isSure = likely[best] >= settings.threshold();
    Label label = new Label.Bird(bird, isSure ? OptionalInt.of(best) : OptionalInt.empty());
    return new Verdict(label, isSure ? likely[best] : score, label);
  }

  private static double[] mean(List<Logits> said, Function<Logits, float[]> part) {
    double[] mean = new double[part.apply(said.getFirst()).length];
    for (Logits one : said) {
      float[] values = part.apply(one);
      for (int i = 0; i < mean.length; i++) {
        mean[i] += (double) values[i] / said.size();
      }
    }
    return mean;
  }

  /// The place of the largest value, the first of equal ones; -1 where all are left out.
  private static int largest(double[] likely) {
    int best = -1;
    for (int i = 0; i < likely.length; i++) {
      if (likely[i] > (best < 0 ? 0 : likely[best])) {
        best = i;
      }
    }
    return best;
  }
}
