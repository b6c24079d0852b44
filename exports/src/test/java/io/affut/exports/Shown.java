package io.affut.exports;

import io.affut.engine.detection.BoundingBox;
import io.affut.engine.detection.Category;
import io.affut.engine.detection.Detection;
import io.affut.engine.detection.Logits;
import io.affut.engine.results.DetectedPicture;
import io.affut.engine.results.DetectedVideo;
import io.affut.engine.results.FailedPicture;
import io.affut.engine.results.PictureResult;
import io.affut.engine.results.VideoFrame;
import io.affut.engine.species.Label;
import io.affut.engine.species.LabelledPicture;
import io.affut.engine.species.Verdict;
import io.affut.preprocessing.picture.CaptureDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.IntStream;

/// A picture of a run for tests, put together piece by piece: what is not said is left out.
public final class Shown {
  private final String file;
  private final List<Detection> detections = new ArrayList<>();
  private int width = 640;
  private int height = 480;
  private int sequence = 1;
  private Verdict verdict = Verdict.certain(Label.Plain.EMPTY);
  private Verdict base;
  private Optional<CaptureDate> date = Optional.empty();
  private Optional<String> damage = Optional.empty();
  private Set<Integer> repeated = Set.of();

  private Shown(String file) {
    this.file = file;
  }

  public static Shown picture(String file) {
    return new Shown(file);
  }

  public static LabelledPicture failed(String file, String reason) {
    Verdict unreadable = new Verdict(Label.Plain.UNREADABLE, 0, Label.Plain.UNREADABLE);
    return new Shown(file).labelled(unreadable).of(new FailedPicture(file, reason));
  }

  public Shown size(int width, int height) {
    this.width = width;
    this.height = height;
    return this;
  }

  public Shown sequence(int number) {
    sequence = number;
    return this;
  }

  public Shown labelled(Verdict verdict) {
    this.verdict = verdict;
    return this;
  }

  public Shown labelled(Label label, double score) {
    return labelled(new Verdict(label, score, label));
  }

  public Shown alone(Verdict base) {
    this.base = base;
    return this;
  }

  public Shown taken(String raw) {
    date = CaptureDate.of(raw, null, null);
    return this;
  }

  public Shown damaged(String damage) {
    this.damage = Optional.of(damage);
    return this;
  }

  public Shown repeated(Integer... indices) {
    repeated = Set.of(indices);
    return this;
  }

  /// With logits of which that of `species` is 4 and all others are 0.
  public Shown animal(double confidence, BoundingBox box, Label species) {
    float[] logits = new float[RunInMemory.classes().size()];
    logits[((Label.Species) species).index()] = 4;
    return animal(confidence, box, new Logits(logits, new float[0]));
  }

  public Shown animal(double confidence, BoundingBox box, Logits logits) {
    detections.add(new Detection(Category.ANIMAL, (float) confidence, box).with(logits));
    return this;
  }

  public Shown box(Category category, double confidence, BoundingBox box) {
    detections.add(new Detection(category, (float) confidence, box));
    return this;
  }

  public static BoundingBox at(double x, double y, double width, double height) {
    return new BoundingBox((float) x, (float) y, (float) width, (float) height);
  }

  public LabelledPicture done() {
    return of(
        new DetectedPicture(
            file, width, height, List.copyOf(detections), "libjpeg-turbo", date, damage));
  }

  /// As a video of which every detection is in a frame of its own, in which frame 0 has nothing.
  public LabelledPicture video() {
    List<VideoFrame> frames = new ArrayList<>();
    frames.add(new VideoFrame(0, List.of()));
    detections.forEach(
        detection -> frames.add(new VideoFrame(10 * frames.size(), List.of(detection))));
    return of(new DetectedVideo(file, width, height, 30, frames, "JavaCPP", date, damage));
  }

  private LabelledPicture of(PictureResult result) {
    boolean video = result instanceof DetectedVideo;
    List<Detection> shown = video ? detections.stream().limit(1).toList() : detections;
    return new LabelledPicture(
        result,
        file.substring(0, Math.max(0, file.lastIndexOf('/'))),
        date.map(CaptureDate::local),
        sequence,
        base == null ? verdict : base,
        verdict,
        video && !detections.isEmpty() ? OptionalInt.of(1) : OptionalInt.empty(),
        best(shown),
        count(Category.ANIMAL),
        count(Category.PERSON),
        repeated);
  }

  private static OptionalInt best(List<Detection> shown) {
    OptionalInt animal =
        IntStream.range(0, shown.size())
            .filter(i -> shown.get(i).category().equals(Category.ANIMAL))
            .findFirst();
    return animal.isPresent() || shown.isEmpty() ? animal : OptionalInt.of(0);
  }

  private int count(Category category) {
    return (int) detections.stream().filter(d -> d.category().equals(category)).count();
  }

  /// A date for tests of what comes out.
  public static LocalDateTime local(LabelledPicture picture) {
    return picture.date().orElseThrow();
  }
}
