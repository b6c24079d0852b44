package io.affut.exports.megadetector;

import io.affut.engine.results.MegaDetectorFile;
import io.affut.engine.results.PictureResult;
import io.affut.engine.results.RunInfo;
import io.affut.engine.species.LabelledPicture;
import io.affut.engine.species.LabelledRun;
import io.affut.exports.outcome.ExportOutcome;
import io.affut.exports.outcome.OutcomeCounter;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Writes the results of a run for Timelapse: MegaDetector's batch format 1.6, with the paths of
/// the pictures relative to the folder that Timelapse opens, which may be another than that of the
/// run, and with forward slashes.
///
/// Categories are animal, person and vehicle with the ids 1, 2 and 3, and whatever else the
/// detector knows after them; Timelapse itself takes 0 for empty. Animals have their likeliest
/// species.
public final class TimelapseExport {
  private final LabelledRun run;
  private final Path base;
  private final Path root;
  private final OutcomeCounter counter = new OutcomeCounter();

  private TimelapseExport(LabelledRun run, Path root) {
    this.run = run;
    this.base = Path.of(run.run().base()).toAbsolutePath().normalize();
    this.root = root.toAbsolutePath().normalize();
  }

  /// Writes the results to a temporary file beside `output`, and then puts it in its place.
  ///
  /// @param root the folder that Timelapse opens, with its template in it
  /// @param completed when the results were there, by the clock here
  /// @return how many pictures the file has; those that are not in `root` are left out
  /// @throws IOException when the results cannot be read or the file cannot be written
  public static ExportOutcome write(
      LabelledRun run, Path root, LocalDateTime completed, Path output) throws IOException {
    TimelapseExport export = new TimelapseExport(run, root);
    MegaDetectorFile.write(
        export.info(),
        taker -> run.byFile(picture -> export.hand(picture, taker)),
        completed,
        output);
    return export.counter.outcome();
  }

  private RunInfo info() {
    RunInfo info = run.run();
    Map<String, String> settings = new LinkedHashMap<>(info.settings());
    settings.putAll(run.settings().texts());
    if (!base.startsWith(root)) {
      settings.remove(RunInfo.PICTURES_FOUND); // of which some may be left out
    }
    return info.with(root.toString(), settings);
  }

  private void hand(LabelledPicture labelled, MegaDetectorFile.Taker taker) throws IOException {
    PictureResult result = labelled.picture();
    Optional<String> path = path(result.file());
    if (path.isPresent()) {
      counter.written();
      taker.take(result.named(path.get()), Map.of());
    } else {
      counter.leftOut(result.file(), "is not in " + root);
    }
  }

  private Optional<String> path(String file) {
    try {
      Path absolute = base.resolve(file).normalize();
      return absolute.startsWith(root)
          ? Optional.of(slashed(root.relativize(absolute)))
          : Optional.empty();
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }

  private static String slashed(Path path) {
    List<String> names = new ArrayList<>();
    path.forEach(name -> names.add(name.toString()));
    return String.join("/", names);
  }
}
