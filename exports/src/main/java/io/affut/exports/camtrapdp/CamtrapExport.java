package io.affut.exports.camtrapdp;

import io.affut.engine.results.FailedPicture;
import io.affut.engine.species.LabelledPicture;
import io.affut.engine.species.LabelledRun;
import io.affut.exports.files.WholeFile;
import io.affut.exports.outcome.OutcomeCounter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;

/// Writes a run as a Camera Trap Data Package, Camtrap DP 1.0.2 (<https://camtrap-dp.tdwg.org>):
/// `datapackage.json`, `deployments.csv`, `media.csv` and `observations.csv` in one folder.
///
/// A camera is a deployment, from its first picture to its last. A picture without a date is left
/// out, because the standard requires one. Memory grows with the number of cameras, not of
/// pictures.
public final class CamtrapExport {
  private static final int NAMED = 5;

  private final LabelledRun run;
  private final CamtrapSettings settings;
  private final Timestamps timestamps;
  private final Deployments deployments = new Deployments();
  private final OutcomeCounter counter = new OutcomeCounter();
  private long media;
  private long rows;

  private CamtrapExport(LabelledRun run, CamtrapSettings settings) {
    this.run = run;
    this.settings = settings;
    this.timestamps = Timestamps.of(settings.zone());
  }

  /// Writes the package to `folder`, which is made where it is missing. Each file is written to a
  /// temporary one beside it, and then put in its place.
  ///
  /// @throws IOException when the results cannot be read or the package cannot be written
  public static CamtrapOutcome write(LabelledRun run, CamtrapSettings settings, Path folder)
      throws IOException {
    Files.createDirectories(folder);
    return new CamtrapExport(run, settings).write(folder);
  }

  private CamtrapOutcome write(Path folder) throws IOException {
    WholeFile.write(
        folder.resolve("media.csv"),
        mediaOut ->
            WholeFile.write(
                folder.resolve("observations.csv"),
                observationsOut -> write(folder, mediaOut, observationsOut)));
    return new CamtrapOutcome(
        deployments.spans().size(), media, rows, counter.outcome().leftOut(), toFillIn());
  }

  private void write(Path folder, OutputStream mediaOut, OutputStream observationsOut)
      throws IOException {
    Writer mediaCsv = new OutputStreamWriter(mediaOut, StandardCharsets.UTF_8);
    Writer observationsCsv = new OutputStreamWriter(observationsOut, StandardCharsets.UTF_8);
    CsvTable mediaTable = new CsvTable(mediaCsv, Media.COLUMNS);
    CsvTable observationTable = new CsvTable(observationsCsv, ObservationRow.COLUMNS);
    Media pictures = new Media(mediaTable, settings.filesPublic());
    Observations observations = new Observations(observationTable, run, timestamps);
    run.forEach(picture -> add(picture, pictures, observations));
    observations.finish();
    mediaCsv.flush();
    observationsCsv.flush();
    media = mediaTable.rows();
    rows = observationTable.rows();
    WholeFile.write(
        folder.resolve("deployments.csv"),
        out -> {
          Writer csv = new OutputStreamWriter(out, StandardCharsets.UTF_8);
          deployments.write(csv, settings, run.run().base());
          csv.flush();
        });
    WholeFile.write(
        folder.resolve("datapackage.json"),
        out -> new DataPackage(run, settings, deployments).write(out, observations));
  }

  private void add(LabelledPicture picture, Media pictures, Observations observations)
      throws IOException {
    String file = picture.picture().file();
    if (picture.picture() instanceof FailedPicture failed) {
      counter.leftOut(file, failed.reason());
    } else if (picture.date().isEmpty()) {
      counter.leftOut(file, "has no date, which the standard requires");
    } else {
      LocalDateTime date = picture.date().get();
      deployments.add(picture.camera(), date);
      pictures.add(picture, timestamps.text(date));
      observations.add(picture, date);
    }
  }

  private List<String> toFillIn() {
    List<String> missing = new ArrayList<>();
    List<String> cameras =
        deployments.spans().keySet().stream()
            .filter(camera -> !settings.places().containsKey(camera))
            .map(Deployments::id)
            .toList();
    if (!cameras.isEmpty()) {
      String more = cameras.size() > NAMED ? " and " + (cameras.size() - NAMED) + " more" : "";
      missing.add(
          "The standard requires the latitude and longitude of every camera; fill them in, in"
              + " deployments.csv, for: "
              + String.join(", ", cameras.subList(0, Math.min(NAMED, cameras.size())))
              + more
              + ".");
    }
    if (settings.zone().isEmpty()) {
      missing.add(
          "The time zone of the cameras' clocks is not known: dates stand as if they were UTC, and"
              + " timestampIssues is true.");
    }
    if (settings.contributor().isBlank()) {
      missing.add("The contributor in datapackage.json is unknown; name who it is by.");
    }
    return missing;
  }
}
