package io.affut.engine.results;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// The files of one run: the journal while it goes on, the result file at its end. One thread at a
/// time.
public final class RunOutput implements AutoCloseable {
  private final Path output;
  private final Path journalFile;
  private final JournalWriter journal;
  private ResultCounts counts = ResultCounts.NONE;

  private RunOutput(Path output, Path journalFile, JournalWriter journal) {
    this.output = output;
    this.journalFile = journalFile;
    this.journal = journal;
  }

  /// The journal that belongs to the result file `output`: `X.json` has `X.affut.jsonl` beside it.
  public static Path journalOf(Path output) {
    String name = output.getFileName().toString();
    String stem = name.endsWith(".json") ? name.substring(0, name.length() - 5) : name;
    return output.resolveSibling(stem + ".affut.jsonl");
  }

  /// The result file that a journal belongs to.
  public static Path resultsOf(Path journal) {
    String name = journal.getFileName().toString();
    return journal.resolveSibling(name.replaceFirst("(\\.affut)?\\.jsonl$", "") + ".json");
  }

  /// Makes sure that results can be written to `output`, before any work is done; makes its folder
  /// where there is none.
  ///
  /// @throws OutputException when they cannot, or when there are results already and they may not
  ///   be overwritten
  public static void check(Path output, boolean overwrite) {
    if (Files.isDirectory(output)) {
      throw new OutputException(
          "%s is a folder: name a file for the results with -o.".formatted(output));
    }
    for (Path file : List.of(output, journalOf(output))) {
      if (Files.exists(file) && !overwrite) {
        throw OutputException.exists(file);
      }
      if (Files.exists(file) && !Files.isRegularFile(file)) {
        throw new OutputException(
            "%s is no file that can be replaced: choose another file with -o.".formatted(file));
      }
    }
    try {
      Path folder = output.toAbsolutePath().getParent();
      Files.createDirectories(folder);
      Files.delete(Files.createTempFile(folder, ".affut-", ".part"));
      if (Files.exists(output) && !Files.isWritable(output)) {
        throw new OutputException(
            "%s may not be written: choose another file with -o.".formatted(output));
      }
    } catch (IOException e) {
      throw new OutputException(
          "Results cannot be written to %s (%s): choose another file with -o."
              .formatted(output, OutputException.reason(e)),
          e);
    }
  }

  /// Starts the journal of a run.
  ///
  /// @throws OutputException when it cannot be written
  public static RunOutput begin(Path output, RunInfo run) {
    Path journalFile = journalOf(output);
    try {
      Files.deleteIfExists(journalFile);
      return new RunOutput(output, journalFile, JournalWriter.create(journalFile, run));
    } catch (IOException e) {
      throw unwritable(journalFile, e);
    }
  }

  /// Takes the result of a picture.
  ///
  /// @throws OutputException when it cannot be written, such as on a full disk
  public void accept(PictureResult result) {
    try {
      journal.append(result);
      counts = counts.with(result);
    } catch (IOException e) {
      throw unwritable(journalFile, e);
    }
  }

  /// To be called at least each second while nothing is done.
  public void idle() {
    try {
      journal.flushWhenDue();
    } catch (IOException e) {
      throw unwritable(journalFile, e);
    }
  }

  /// What is done so far.
  public ResultCounts counts() {
    return counts;
  }

  /// Makes the result file of a journal.
  ///
  /// @param <T> what it tells of them
  public interface ResultWriter<T> {
    /// Writes the results that `journal` holds to `output`.
    T write(Path journal, Path output) throws IOException;
  }

  /// Writes the result file from what is done.
  ///
  /// @return what the writer tells of it
  ///
  /// @throws OutputException when it cannot be written; the journal stays
  public <T> T finish(ResultWriter<T> writer) {
    close();
    try {
      return writer.write(journalFile, output);
    } catch (IOException e) {
      throw unwritable(output, e);
    }
  }

  @Override
  public void close() {
    try {
      journal.close();
    } catch (IOException e) {
      throw unwritable(journalFile, e);
    }
  }

  private static OutputException unwritable(Path file, IOException e) {
    return new OutputException(
        "%s cannot be written: %s. Is the disk full or gone?".formatted(file, e.getMessage()), e);
  }
}
