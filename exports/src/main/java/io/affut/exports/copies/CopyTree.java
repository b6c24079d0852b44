package io.affut.exports.copies;

import io.affut.engine.results.DetectedPicture;
import io.affut.engine.results.DetectedVideo;
import io.affut.engine.results.FailedPicture;
import io.affut.engine.species.LabelledPicture;
import io.affut.engine.species.LabelledRun;
import io.affut.exports.files.ExportFolder;
import io.affut.exports.files.Originals;
import io.affut.exports.files.SafeName;
import io.affut.exports.files.UnreadableSourceException;
import io.affut.exports.outcome.ExportOutcome;
import io.affut.exports.outcome.OutcomeCounter;
import java.io.IOException;
import java.nio.file.Path;

/// A folder with copies of pictures in the same folders as the originals. Goes through the pictures
/// of a run and counts; pictures that could not be read and videos are left out.
final class CopyTree {
  private final Originals originals;
  private final Path folder;
  private final OutcomeCounter counter = new OutcomeCounter();

  private CopyTree(String base, Path folder) {
    this.originals = new Originals(base);
    this.folder = folder;
  }

  /// What copies a picture.
  interface Copier {
    /// Copies a picture, or some parts of it.
    ///
    /// @param source its file
    /// @param wanted where a copy with the same name would lie
    /// @return how many files it wrote
    /// @throws UnreadableSourceException when the picture is to be left out
    int copy(LabelledPicture labelled, DetectedPicture seen, Path source, Path wanted)
        throws UnreadableSourceException, IOException;
  }

  /// Has every picture of `run` copied to `target`, which is marked as a folder of copies.
  static ExportOutcome write(LabelledRun run, Path target, Copier copier) throws IOException {
    Path folder = ExportFolder.normal(target);
    ExportFolder.mark(folder, run.run().base());
    CopyTree tree = new CopyTree(run.run().base(), folder);
    run.byFile(picture -> tree.copy(picture, copier));
    return tree.counter.outcome();
  }

  private void copy(LabelledPicture labelled, Copier copier) throws IOException {
    String file = labelled.picture().file();
    switch (labelled.picture()) {
      case FailedPicture failed -> counter.leftOut(file, failed.reason());
      case DetectedVideo ignored -> counter.leftOut(file, "is a video; only pictures are copied");
      case DetectedPicture seen -> {
        try {
          Path wanted = SafeName.below(folder, file);
          int written = copier.copy(labelled, seen, originals.of(file), wanted);
          if (written == 0) {
            counter.unwanted();
          }
          for (int i = 0; i < written; i++) {
            counter.written();
          }
        } catch (UnreadableSourceException e) {
          counter.leftOut(file, e.getMessage());
        }
      }
    }
  }
}
