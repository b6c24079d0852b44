package io.affut.engine.species;

import io.affut.preprocessing.picture.CaptureDate;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Which pictures belong together, by DeepFaune's rule: those of one camera of which each was taken
/// at most the longest lag after the one before, so a sequence may last long. A picture without a
/// date is a sequence of its own.
///
/// Unlike DeepFaune, parts of seconds count, and so do the offsets of a camera's clock where all
/// its dated pictures have one: at the end of summer time an hour comes twice. A clock that is
/// wrong by the same time in all pictures of a camera changes no sequence. And cameras come in
/// alphabetical order; in DeepFaune folders come in the order of their first files, in which
/// `forest/1/a.jpg` is before `forest/b.jpg`.
final class SequenceRule {
  private final LabelSettings settings;

  /// A rule with these settings.
  SequenceRule(LabelSettings settings) {
    this.settings = settings;
  }

  /// A picture and the time that it is ordered by.
  private record Timed(Shot shot, LocalDateTime time) {}

  /// The sequences of all pictures, by camera and date; the pictures of a sequence by file name.
  List<List<Shot>> of(Collection<Shot> shots) {
    Map<String, List<Shot>> cameras =
        settings.deepfauneCompatible() ? new LinkedHashMap<>() : new TreeMap<>();
    List<Shot> byFile = new ArrayList<>(shots);
    byFile.sort(Comparator.comparing(Shot::file));
    for (Shot shot : byFile) {
      cameras.computeIfAbsent(shot.camera(), camera -> new ArrayList<>()).add(shot);
    }
    List<List<Shot>> sequences = new ArrayList<>();
    cameras.values().forEach(camera -> sequences.addAll(ofCamera(camera)));
    return sequences;
  }

  private List<List<Shot>> ofCamera(List<Shot> shots) {
    List<List<Shot>> sequences = new ArrayList<>();
    LocalDateTime before = null;
    for (Timed timed : inOrder(shots)) {
      boolean goesOn =
          before != null
              && Duration.between(before, timed.time()).compareTo(settings.maxLag()) <= 0;
      if (!goesOn) {
        sequences.add(new ArrayList<>());
      }
      sequences.getLast().add(timed.shot());
      before = timed.time();
    }
    sequences.forEach(sequence -> sequence.sort(Comparator.comparing(Shot::file)));
    shots.stream()
        .filter(shot -> shot.date().isEmpty())
        .sorted(Comparator.comparing(Shot::file))
        .forEach(shot -> sequences.add(List.of(shot)));
    return sequences;
  }

  private List<Timed> inOrder(List<Shot> shots) {
    List<Shot> dated = shots.stream().filter(shot -> shot.date().isPresent()).toList();
    boolean byOffset =
        !settings.deepfauneCompatible()
            && dated.stream().allMatch(shot -> shot.date().get().offset().isPresent());
    return dated.stream()
        .map(shot -> new Timed(shot, time(shot, byOffset)))
        .sorted(Comparator.comparing(Timed::time).thenComparing(timed -> timed.shot().file()))
        .toList();
  }

  private LocalDateTime time(Shot shot, boolean byOffset) {
    CaptureDate date = shot.date().orElseThrow();
    if (settings.deepfauneCompatible()) {
      return date.local().truncatedTo(ChronoUnit.SECONDS);
    }
    return byOffset
        ? date.local()
            .atOffset(date.offset().orElseThrow())
            .withOffsetSameInstant(ZoneOffset.UTC)
            .toLocalDateTime()
        : date.local();
  }
}
