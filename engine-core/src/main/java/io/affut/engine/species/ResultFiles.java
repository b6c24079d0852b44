package io.affut.engine.species;

import io.affut.engine.results.JournalReader;
import io.affut.engine.results.MegaDetectorReader;
import io.affut.engine.results.RunInfo;
import io.affut.engine.results.RunOutput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.UnaryOperator;

/// Finds the journal of results, and makes one of results that have none.
final class ResultFiles {
  /// Under which name a result file says where its journal lies, seen from its folder.
  static final String JOURNAL = "journal";

  private ResultFiles() {}

  static LabelledRun open(Path file, UnaryOperator<LabelSettings> change) {
    if (Files.notExists(file)) {
      throw new UnreadableResultsException(
          "There are no results at %s: name the .json file of a run.".formatted(file), null);
    }
    try {
      if (isJournal(file)) {
        return journalled(file, null, change);
      }
      MegaDetectorReader results = MegaDetectorReader.open(file);
      Path journal = journal(file, results.ours());
      return Files.exists(journal) && !results.ours().isEmpty()
          ? journalled(journal, results, change)
          : BareRun.open(results, change);
    } catch (IOException e) {
      throw new UnreadableResultsException(
          "The results at %s cannot be read: %s.".formatted(file, e.getMessage()), e);
    } catch (IllegalArgumentException e) {
      throw new UnreadableResultsException(
          "The results at %s have a setting that cannot be: %s.".formatted(file, e.getMessage()),
          e);
    }
  }

  /// @param results that the journal belongs to, whose settings are newer; null where none are
  private static LabelledRun journalled(
      Path file, MegaDetectorReader results, UnaryOperator<LabelSettings> change)
      throws IOException {
    JournalReader journal = JournalReader.open(file);
    try {
      RunInfo run = journal.run();
      if (results != null) {
        if (!run.started().equals(results.ours().get("started"))) {
          throw new IOException(
              file + " is the journal of another run; move it away, or name it instead");
        }
        run = run.with(results.settings());
      }
      return new JournalledRun(file, journal, run, change);
    } catch (IOException | RuntimeException e) {
      journal.close();
      throw e;
    }
  }

  private static boolean isJournal(Path file) {
    return file.getFileName().toString().endsWith(".jsonl");
  }

  private static Path journal(Path results, Map<String, String> ours) {
    String named = ours.get(JOURNAL);
    return named == null ? RunOutput.journalOf(results) : results.resolveSibling(named);
  }
}
