package io.affut.engine.species;

import io.affut.engine.results.MegaDetectorFile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.LinkedHashMap;
import java.util.Map;

/// Writes the result file of a labelled run: what MegaDetector's format has a place for, and under
/// `affut` in each picture its sequence and labels, in DeepFaune's English words.
public final class LabelledResults {
  private final LabelledRun run;
  private final LabelNames names;

  private LabelledResults(LabelledRun run) {
    this.run = run;
    this.names = run.names("en");
  }

  /// Writes to a temporary file beside `output`, and then puts it in its place.
  ///
  /// @param facts what was learnt by the end of the run, by name
  /// @return how many pictures have each label
  public static LabelCounts write(
      LabelledRun run, Map<String, String> facts, LocalDateTime completed, Path output)
      throws IOException {
    Map<String, String> all = new LinkedHashMap<>(run.run().settings());
    all.putAll(run.settings().texts());
    Path folder = output.toAbsolutePath().normalize().getParent();
    Path journal = run.journal().toAbsolutePath().normalize();
    if (folder.getRoot().equals(journal.getRoot())) {
      all.put(ResultFiles.JOURNAL, folder.relativize(journal).toString());
    }
    all.putAll(facts);
    LabelledResults results = new LabelledResults(run);
    LabelCounts counts = new LabelCounts();
    MegaDetectorFile.write(
        run.run().with(all),
        taker ->
            run.byFile(picture -> {
              counts.add(picture);
              taker.take(picture.picture(), results.notes(picture));
            }),
        completed,
        output);
    return counts;
  }

  private Map<String, ?> notes(LabelledPicture picture) {
    Map<String, Object> notes = new LinkedHashMap<>();
    notes.put("camera", picture.camera());
    notes.put("sequence", picture.sequence());
    notes.put("label", names.of(picture.verdict().label()));
    notes.put("score", (float) picture.verdict().score());
    notes.put("top1", names.of(picture.verdict().best()));
    notes.put("own_label", names.of(picture.base().label()));
    notes.put("own_score", (float) picture.base().score());
    notes.put("animals", picture.animals());
    notes.put("people", picture.people());
    picture.date().ifPresent(date -> notes.put("date", date.toString()));
    if (picture.keyFrame().isPresent()) {
      notes.put("key_frame", picture.keyFrame().getAsInt());
    }
    if (!picture.repeated().isEmpty()) {
      notes.put("repeated", picture.repeated().stream().sorted().toList());
    }
    return notes;
  }
}
