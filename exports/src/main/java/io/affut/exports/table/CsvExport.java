package io.affut.exports.table;

import io.affut.engine.species.LabelNames;
import io.affut.engine.species.LabelledPicture;
import io.affut.engine.species.LabelledRun;
import io.affut.engine.species.Verdict;
import io.affut.preprocessing.picture.CaptureDate;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// Writes DeepFaune's CSV: a row a picture, failed ones too, by sequence and then by file name.
/// Scores are cut off after two decimals, not rounded, as DeepFaune does.
///
/// By default the file begins with a byte order mark, without which Excel shows accents wrong.
public final class CsvExport {
  private static final char BYTE_ORDER_MARK = '\ufeff';

  private final LabelledRun run;
  private final TableSettings settings;
  private final LabelNames names;

  private CsvExport(LabelledRun run, TableSettings settings) {
    this.run = run;
    this.settings = settings;
    this.names = run.names(settings.language());
  }

  /// Writes the labels of `run` to a temporary file beside `output`, and then puts it in its place.
  ///
  /// @throws IOException when the results cannot be read or the table cannot be written; what was
  ///   at `output` is then left as it was
  public static void write(LabelledRun run, TableSettings settings, Path output)
      throws IOException {
    Path temporary = output.resolveSibling(output.getFileName() + ".part");
    try {
      try (Writer csv = Files.newBufferedWriter(temporary, StandardCharsets.UTF_8)) {
        new CsvExport(run, settings).write(csv);
      }
      Files.move(temporary, output, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException | RuntimeException e) {
      Files.deleteIfExists(temporary);
      throw e;
    }
  }

  private void write(Writer csv) throws IOException {
    if (!settings.deepfauneCompatible()) {
      csv.write(BYTE_ORDER_MARK);
    }
    row(csv, columns());
    run.forEach(picture -> row(csv, cells(picture)));
  }

  private List<String> columns() {
    List<String> columns =
        new ArrayList<>(
            List.of(
                "filename",
                "date",
                "seqnum",
                "predictionbase",
                "scorebase",
                "prediction",
                "score",
                "top1"));
    if (settings.counts()) {
      columns.add("count");
    }
    columns.add("humancount");
    return columns;
  }

  private List<String> cells(LabelledPicture labelled) {
    List<String> cells = new ArrayList<>();
    Verdict base = labelled.base();
    Verdict verdict = labelled.verdict();
    cells.add(run.run().base() + "/" + labelled.picture().file());
    cells.add(labelled.picture().date().map(CaptureDate::raw).orElse("NA"));
    cells.add(Integer.toString(labelled.sequence()));
    cells.add(names.of(base.label()));
    cells.add(score(base.score()));
    cells.add(names.of(verdict.label()));
    cells.add(score(verdict.score()));
    cells.add(names.of(verdict.best()));
    if (settings.counts()) {
      cells.add(Integer.toString(labelled.animals()));
    }
    cells.add(Integer.toString(labelled.people()));
    return cells;
  }

  private static String score(double score) {
    return Double.toString(Math.floor(score * 100) / 100);
  }

  private void row(Writer csv, List<String> cells) throws IOException {
    csv.write(
        cells.stream()
            .map(settings.deepfauneCompatible() ? CsvCell::plain : CsvCell::harmless)
            .collect(Collectors.joining(",", "", "\n")));
  }
}
