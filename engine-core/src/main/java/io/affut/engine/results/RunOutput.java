package io.affut.engine.results;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/// The files of one run: the journal while it goes on, the result file at its end. One thread at a
/// time, and one run at a time: the journal is locked, so that no other run takes the same files.
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
  /// @param overwrite whether results that are there may be replaced, also such that came since
  ///   [#check]
  /// @throws OutputException when it cannot be written, when there are results already that may not
  ///   be overwritten, and when another run is writing to the same files
  public static RunOutput begin(Path output, boolean overwrite, RunInfo run) {
    Path journalFile = journalOf(output);
    if (!overwrite && Files.exists(output)) {
      throw OutputException.exists(output);
    }
    try {
      FileChannel channel =
          FileChannel.open(journalFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      try {
        if (!isOurs(channel)) {
          throw new OutputException(
              "Another run is writing to %s: wait for it, or choose another file with -o."
                  .formatted(journalFile));
        }
        if (!overwrite && channel.size() > 0) {
          throw OutputException.exists(journalFile);
        }
        channel.truncate(0);
        return new RunOutput(output, journalFile, JournalWriter.start(channel, run));
      } catch (IOException | RuntimeException e) {
        channel.close();
        throw e;
      }
    } catch (IOException e) {
      throw unwritable(journalFile, e);
    }
  }

  /// Locks a journal until it is closed. The byte that is locked lies beyond all content, because
  /// Windows keeps others from reading what is locked.
  ///
  /// @return false when somebody else has it
  private static boolean isOurs(FileChannel journal) {
    try {
      return journal.tryLock(Long.MAX_VALUE - 1, 1, false) != null;
    } catch (OverlappingFileLockException e) {
      return false; // another run of this process
    } catch (IOException e) {
      return true; // a file system without locks
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
      throw cutOff(journalFile, e);
    }
  }

  /// To be called at least each second while nothing is done.
  public void idle() {
    try {
      journal.flushWhenDue();
    } catch (IOException e) {
      throw cutOff(journalFile, e);
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
    flush();
    try {
      return writer.write(journalFile, output);
    } catch (IOException e) {
      throw cutOff(output, e);
    } finally {
      close();
    }
  }

  private void flush() {
    try {
      journal.flush();
    } catch (IOException e) {
      throw cutOff(journalFile, e);
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

  /// The run ends, and what is done is not lost.
  private OutputException cutOff(Path file, IOException e) {
    return new OutputException(
        "%s What is done is in the journal: `affut rethreshold %s -o FILE` makes results of that."
            .formatted(unwritable(file, e).getMessage(), journalFile),
        e);
  }

  private static OutputException unwritable(Path file, IOException e) {
    return OutputException.unwritable(file.toString(), e);
  }
}
