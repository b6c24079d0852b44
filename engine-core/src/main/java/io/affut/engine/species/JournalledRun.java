package io.affut.engine.species;

import io.affut.engine.detection.Category;
import io.affut.engine.detection.Detection;
import io.affut.engine.results.DetectedPicture;
import io.affut.engine.results.DetectedVideo;
import io.affut.engine.results.FailedPicture;
import io.affut.engine.results.JournalReader;
import io.affut.engine.results.PictureResult;
import io.affut.engine.results.RunInfo;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.UnaryOperator;

/// A run as its journal has it. The journal is read for what belongs together, for what recurs and
/// the labels of sequences, and for the pictures that are handed over; no picture is kept. Where
/// what recurs is left out, the labels need a reading of their own.
final class JournalledRun implements LabelledRun {
  private static final Verdict UNREADABLE =
      new Verdict(Label.Plain.UNREADABLE, 0, Label.Plain.UNREADABLE);

  private final Path file;
  private final JournalReader journal;
  private final RunInfo run;
  private final LabelSettings settings;
  private final LabelRule rule;
  private final JournalIndex index;
  private final Verdict[] verdicts;
  private final Map<Integer, Set<Integer>> repeated = new HashMap<>();

  /// Labels what `journal` holds, which this run closes.
  ///
  /// @param run what is known of it, with the settings of the newest labels
  /// @param change of those settings
  /// @throws IOException when it cannot be read
  /// @throws LabelSettingException when a setting names a class that there is not
  JournalledRun(Path file, JournalReader journal, RunInfo run, UnaryOperator<LabelSettings> change)
      throws IOException {
    this.file = file;
    this.journal = journal;
    this.run = run.with(LabelSettingsFormat.others(run.settings()));
    this.settings = change.apply(LabelSettings.of(run.settings()));
    this.rule = new LabelRule(run.classifier(), settings);
    this.index = JournalIndex.of(journal, settings);
    this.verdicts = new Verdict[index.sequences()];
    findRepeated();
    if (settings.withoutRepeated()) {
      labelSequences();
    }
  }

  /// Finds what recurs, which is known when a camera's last picture was read, and labels sequences
  /// on the way, with whatever recurs.
  private void findRepeated() throws IOException {
    String camera = null;
    RepeatRule repeats = new RepeatRule();
    for (int sequence = 0; sequence < index.sequences(); sequence++) {
      List<PictureResult> results = new ArrayList<>();
      for (int picture : index.pictures(sequence)) {
        if (!index.camera(picture).equals(camera)) {
          repeated.putAll(repeats.repeated());
          repeats = new RepeatRule();
          camera = index.camera(picture);
        }
        PictureResult result = stored(picture);
        results.add(result);
        if (result instanceof DetectedPicture seen) {
          repeats.add(picture, seen.detections(), settings.confidence().orElse(-1f));
        }
      }
      verdicts[sequence] = verdict(results);
    }
    repeated.putAll(repeats.repeated());
  }

  /// Labels sequences again, without what recurs.
  private void labelSequences() throws IOException {
    for (int sequence = 0; sequence < verdicts.length; sequence++) {
      List<PictureResult> results = new ArrayList<>();
      for (int picture : index.pictures(sequence)) {
        results.add(read(picture));
      }
      verdicts[sequence] = verdict(results);
    }
  }

  private Verdict verdict(List<PictureResult> sequence) {
    boolean isUnreadable = sequence.stream().allMatch(FailedPicture.class::isInstance);
    return isUnreadable ? UNREADABLE : rule.of(sequence);
  }

  /// The picture as it counts here.
  private PictureResult read(int picture) throws IOException {
    PictureResult result = stored(picture);
    boolean isWhole = !settings.withoutRepeated() || !repeated.containsKey(picture);
    return isWhole ? result : without((DetectedPicture) result, repeated.get(picture));
  }

  private static DetectedPicture without(DetectedPicture picture, Set<Integer> repeated) {
    List<Detection> others = new ArrayList<>();
    for (int i = 0; i < picture.detections().size(); i++) {
      if (!repeated.contains(i)) {
        others.add(picture.detections().get(i));
      }
    }
    return picture.with(others);
  }

  private PictureResult stored(int picture) throws IOException {
    return journal.picture(index.position(picture));
  }

  @Override
  public RunInfo run() {
    return run;
  }

  @Override
  public LabelSettings settings() {
    return settings;
  }

  @Override
  public List<String> cameras() {
    return index.cameras();
  }

  @Override
  public List<String> limits() {
    return List.of();
  }

  @Override
  public Path journal() {
    return file;
  }

  @Override
  public LabelNames names(String language) {
    return LabelNames.of(run.classifier(), language);
  }

  @Override
  public void forEach(Taker taker) throws IOException {
    for (int sequence = 0; sequence < index.sequences(); sequence++) {
      for (int picture : index.pictures(sequence)) {
        taker.take(labelled(picture));
      }
    }
  }

  @Override
  public void byFile(Taker taker) throws IOException {
    for (int picture = 0; picture < index.size(); picture++) {
      taker.take(labelled(picture));
    }
  }

  private LabelledPicture labelled(int picture) throws IOException {
    PictureResult result = read(picture);
    Verdict base = verdict(List.of(result));
    OptionalInt keyFrame =
        result instanceof DetectedVideo video
            ? new KeyFrame(rule).of(video.frames(), base.label())
            : OptionalInt.empty();
    List<Detection> shown = LabelledPicture.shown(result, keyFrame);
    return new LabelledPicture(
        result,
        index.camera(picture),
        result.date().map(date -> shifted(date.local(), index.camera(picture))),
        index.sequence(picture) + 1,
        base,
        verdicts[index.sequence(picture)],
        keyFrame,
        rule.best(shown)
            .map(best -> OptionalInt.of(shown.indexOf(best)))
            .orElse(OptionalInt.empty()),
        count(result, Category.ANIMAL),
        count(result, Category.PERSON),
        settings.withoutRepeated() ? Set.of() : repeated.getOrDefault(picture, Set.of()));
  }

  private LocalDateTime shifted(LocalDateTime date, String camera) {
    return settings.shifts().containsKey(camera) ? date.plus(settings.shifts().get(camera)) : date;
  }

  private int count(PictureResult result, Category category) {
    return switch (result) {
      case FailedPicture ignored -> 0;
      case DetectedPicture picture -> count(picture.detections(), category);
      case DetectedVideo video ->
          video.frames().stream()
              .mapToInt(frame -> count(frame.detections(), category))
              .max()
              .orElse(0);
    };
  }

  private int count(List<Detection> detections, Category category) {
    return (int)
        rule.counting(detections).stream().filter(d -> d.category().equals(category)).count();
  }

  @Override
  public void close() throws IOException {
    journal.close();
  }
}
