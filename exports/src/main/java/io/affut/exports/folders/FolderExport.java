package io.affut.exports.folders;

import io.affut.engine.results.OutputException;
import io.affut.engine.species.Label;
import io.affut.engine.species.LabelNames;
import io.affut.engine.species.LabelledPicture;
import io.affut.engine.species.LabelledRun;
import io.affut.exports.files.ExportFolder;
import io.affut.exports.files.Originals;
import io.affut.exports.files.UnreadableSourceException;
import io.affut.exports.outcome.ExportOutcome;
import io.affut.exports.outcome.OutcomeCounter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Puts the pictures and videos of a run into folders named after what they show, in DeepFaune's
/// words. All pictures of a sequence go into one folder; those that could not be read go into that
/// of "error". No byte of a file is changed, and no file is overwritten.
public final class FolderExport {
  private final LabelledRun run;
  private final FolderSettings settings;
  private final LabelNames names;
  private final Originals originals;
  private final OutcomeCounter counter = new OutcomeCounter();

  private FolderExport(LabelledRun run, FolderSettings settings) {
    this.run = run;
    this.settings = settings;
    this.names = run.names(settings.language());
    this.originals = new Originals(run.run().base());
  }

  /// Puts the pictures of `run` into folders in `target`, with the list `affut-undo.jsonl` beside
  /// them, which [FoldersUndo] reads. Copies and links are marked as such, so that later runs do
  /// not look at them; moved pictures are not.
  ///
  /// @throws OutputException when the pictures themselves lie in `target` and are not to be moved,
  ///   or when there was an export to `target` already
  /// @throws IOException when the results cannot be read or nothing can be written; what was done
  ///   until then can be undone
  public static ExportOutcome write(LabelledRun run, FolderSettings settings, Path target)
      throws IOException {
    Path folder = ExportFolder.normal(target);
    if (settings.how() == Placement.MOVE) {
      Files.createDirectories(folder);
    } else {
      ExportFolder.mark(folder, run.run().base());
    }
    try (UndoList undo = UndoList.create(folder)) {
      return new FolderExport(run, settings).place(new FilePlacer(folder, settings.how(), undo));
    }
  }

  private ExportOutcome place(FilePlacer placer) throws IOException {
    run.byFile(picture -> place(placer, picture));
    return counter.outcome();
  }

  private void place(FilePlacer placer, LabelledPicture labelled) throws IOException {
    Label label = labelled.verdict().label();
    if (label == Label.Plain.EMPTY && !settings.empties()) {
      counter.unwanted();
      return;
    }
    String file = labelled.picture().file();
    try {
      placer.place(originals.of(file), names.of(label));
      counter.written();
    } catch (UnreadableSourceException e) {
      counter.leftOut(file, e.getMessage());
    }
  }
}
