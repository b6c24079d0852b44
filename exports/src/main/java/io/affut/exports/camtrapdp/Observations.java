package io.affut.exports.camtrapdp;

import io.affut.engine.results.ClassifierInfo;
import io.affut.engine.results.DetectedPicture;
import io.affut.engine.results.RunInfo;
import io.affut.engine.species.Label;
import io.affut.engine.species.LabelledPicture;
import io.affut.engine.species.LabelledRun;
import io.affut.engine.species.Verdict;
import io.affut.exports.verdicts.BoxVerdicts;
import java.io.IOException;
import java.time.LocalDateTime;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/// The table of observations: one of each box of a picture, one of each video and each empty
/// picture, and one of each sequence; a second one of a sequence of animals in which people are.
final class Observations {
  private final CsvTable table;
  private final Timestamps timestamps;
  private final Taxa taxa;
  private final BoxVerdicts verdicts;
  private final String classifiedBy;
  private final String classified;
  private final Map<String, Label> scientific = new HashMap<>();
  private Event event;

  Observations(CsvTable table, LabelledRun run, Timestamps timestamps) {
    this.table = table;
    this.timestamps = timestamps;
    this.taxa = new Taxa(run.run().classifier());
    this.verdicts = new BoxVerdicts(run.run(), run.settings());
    this.classifiedBy = classifiedBy(run.run());
    this.classified = Timestamps.ofRun(run.run().started());
  }

  private static String classifiedBy(RunInfo run) {
    String detector = run.detector() + " (" + run.program() + ")";
    return run.classifier()
        .map(ClassifierInfo::id)
        .map(id -> id + " on " + detector)
        .orElse(detector);
  }

  /// What is known of a sequence so far.
  ///
  /// @param animals in the picture with the most
  /// @param people in the picture with the most
  private record Event(
      String camera,
      int sequence,
      Verdict verdict,
      Deployments.Span span,
      int animals,
      int people) {
    static Event of(LabelledPicture picture, LocalDateTime date) {
      return new Event(
          picture.camera(),
          picture.sequence(),
          picture.verdict(),
          new Deployments.Span(date, date),
          picture.animals(),
          picture.people());
    }

    Event with(Event other) {
      return new Event(
          camera,
          sequence,
          verdict,
          span.with(other.span),
          Math.max(animals, other.animals),
          Math.max(people, other.people));
    }
  }

  /// Pictures have to come by sequence.
  void add(LabelledPicture picture, LocalDateTime date) throws IOException {
    Event one = Event.of(picture, date);
    if (event != null && event.sequence() == one.sequence()) {
      event = event.with(one);
    } else {
      finish();
      event = one;
    }
    String timestamp = timestamps.text(date);
    if (picture.picture() instanceof DetectedPicture seen) {
      addBoxes(picture, seen, timestamp);
    } else {
      addWhole(picture, timestamp);
    }
  }

  private void addBoxes(LabelledPicture picture, DetectedPicture seen, String timestamp)
      throws IOException {
    Set<Integer> boxes = verdicts.counting(picture, true);
    if (boxes.isEmpty()) {
      write(ofMedia(picture, 0, timestamp), Label.Plain.EMPTY, 0);
    }
    for (int box : boxes) {
      Verdict verdict = verdicts.of(picture, box);
      ObservationRow row =
          ofMedia(picture, box + 1, timestamp)
              .box(seen.detections().get(box).box())
              .probability(verdict.score());
      if (picture.repeated().contains(box)) {
        row.tag("repeated");
      }
      write(row, verdict.label(), 1);
    }
  }

  /// A video: its boxes are in frames, which the standard does not know.
  private void addWhole(LabelledPicture picture, String timestamp) throws IOException {
    Label label = picture.base().label();
    int count = label == Label.Plain.PERSON ? picture.people() : picture.animals();
    ObservationRow row = ofMedia(picture, 0, timestamp);
    write(withProbability(row, picture.base()), label, count);
  }

  private ObservationRow ofMedia(LabelledPicture picture, int number, String timestamp) {
    String file = picture.picture().file();
    return new ObservationRow(
            file + "#" + number, picture.camera(), picture.sequence(), timestamp, timestamp)
        .ofMedia(file);
  }

  /// Writes the last sequence.
  void finish() throws IOException {
    if (event == null) {
      return;
    }
    Label label = event.verdict().label();
    boolean human = label == Label.Plain.PERSON;
    write(
        withProbability(ofEvent("event-"), event.verdict()),
        label,
        human ? event.people() : event.animals());
    if (!human && event.people() > 0) {
      write(ofEvent("people-"), Label.Plain.PERSON, event.people());
    }
    event = null;
  }

  private ObservationRow ofEvent(String kind) {
    return new ObservationRow(
        kind + event.sequence(),
        event.camera(),
        event.sequence(),
        timestamps.text(event.span().start()),
        timestamps.text(event.span().end()));
  }

  /// Only a classifier's score is a probability; that there is a person or nothing has none.
  private static ObservationRow withProbability(ObservationRow row, Verdict verdict) {
    return verdict.best() instanceof Label.Species || verdict.best() instanceof Label.Bird
        ? row.probability(verdict.score())
        : row;
  }

  private void write(ObservationRow row, Label label, int count) throws IOException {
    taxa.of(label).ifPresent(taxon -> scientific.putIfAbsent(taxon.name(), label));
    table.add(row.by(classifiedBy, classified).label(label, count, taxa).cells());
  }

  /// The scientific names that were written, each with a label that it stands for.
  Map<String, Label> scientific() {
    return scientific;
  }

  String rank(Label label) {
    return taxa.of(label).orElseThrow().rank();
  }
}
