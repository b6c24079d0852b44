package io.affut.engine.species;

import io.affut.engine.results.JournalReader;
import io.affut.engine.results.JournalWriter;
import io.affut.engine.results.MegaDetectorReader;
import io.affut.engine.results.RunInfo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/// A run of which there is only a MegaDetector file: its pictures are put into a journal that lives
/// as long as this run.
final class BareRun implements LabelledRun {
  private final JournalledRun run;

  private BareRun(JournalledRun run) {
    this.run = run;
  }

  static LabelledRun open(MegaDetectorReader results, UnaryOperator<LabelSettings> change)
      throws IOException {
    Path file = Files.createTempFile("affut-", ".affut.jsonl");
    try {
      Files.delete(file);
      try (JournalWriter writer = JournalWriter.create(file, results.run())) {
        results.forEach(writer::append);
      }
      JournalReader journal = JournalReader.open(file);
      try {
        return new BareRun(new JournalledRun(file, journal, results.run(), change));
      } catch (IOException | RuntimeException e) {
        journal.close();
        throw e;
      }
    } catch (IOException | RuntimeException e) {
      Files.deleteIfExists(file);
      throw e;
    }
  }

  @Override
  public List<String> limits() {
    List<String> limits = new ArrayList<>();
    if (run().classifier().isEmpty()) {
      limits.add(
          "There is no journal and no classifier's result: animals have no species, and none can"
              + " be chosen.");
    } else {
      limits.add(
          "There is no journal: species come from the classes that the file lists, mostly the five"
              + " likeliest, so temperatures, birds' kinds and other species are not what they"
              + " would be.");
    }
    limits.add(
        "Boxes that the file left out cannot be had back; dates have neither parts of seconds nor"
            + " offsets.");
    return limits;
  }

  @Override
  public int size() {
    return run.size();
  }

  @Override
  public List<String> cameras() {
    return run.cameras();
  }

  @Override
  public RunInfo run() {
    return run.run();
  }

  @Override
  public LabelSettings settings() {
    return run.settings();
  }

  @Override
  public Path journal() {
    return run.journal();
  }

  @Override
  public LabelNames names(String language) {
    return run.names(language);
  }

  @Override
  public void forEach(Taker taker) throws IOException {
    run.forEach(taker);
  }

  @Override
  public void byFile(Taker taker) throws IOException {
    run.byFile(taker);
  }

  @Override
  public void close() throws IOException {
    try {
      run.close();
    } finally {
      Files.deleteIfExists(run.journal());
    }
  }
}
