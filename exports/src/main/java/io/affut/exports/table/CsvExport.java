package io.affut.exports.table;

import io.affut.engine.species.LabelledRun;
import io.affut.exports.csv.CsvCell;
import io.affut.exports.files.WholeFile;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/// Writes a run's table as CSV (RFC 4180, but lines end as DeepFaune's do): UTF-8, commas, the
/// names of the columns first.
///
/// By default the file begins with a byte order mark, without which Excel shows accents wrong.
public final class CsvExport {
  private static final char BYTE_ORDER_MARK = '\ufeff';

  private final Table table;
  private final boolean deepfauneCompatible;

  private CsvExport(LabelledRun run, TableSettings settings) {
    this.table = new Table(run, settings);
    this.deepfauneCompatible = settings.deepfauneCompatible();
  }

  /// Writes the labels of `run` to a temporary file beside `output`, and then puts it in its place.
  ///
  /// @throws IOException when the results cannot be read or the table cannot be written; what was
  ///   at `output` is then left as it was
  public static void write(LabelledRun run, TableSettings settings, Path output)
      throws IOException {
    CsvExport export = new CsvExport(run, settings);
    WholeFile.write(
        output,
        out -> {
          Writer csv = new OutputStreamWriter(out, StandardCharsets.UTF_8);
          export.write(csv);
          csv.flush();
        });
  }

  private void write(Writer csv) throws IOException {
    if (!deepfauneCompatible) {
      csv.write(BYTE_ORDER_MARK);
    }
    row(csv, table.names());
    table.forEach(cells -> row(csv, cells.stream().map(CsvExport::text).toList()));
  }

  private static String text(Cell cell) {
    return switch (cell) {
      case Cell.Nothing() -> "";
      case Cell.Text(String text) -> text;
      case Cell.Number(String text) -> text;
      case Cell.Date(String text, var ignored) -> text;
    };
  }

  private void row(Writer csv, List<String> cells) throws IOException {
    csv.write(
        cells.stream()
            .map(deepfauneCompatible ? CsvCell::plain : CsvCell::harmless)
            .collect(Collectors.joining(",", "", "\n")));
  }
}
