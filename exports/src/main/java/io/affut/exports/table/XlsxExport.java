package io.affut.exports.table;

import io.affut.engine.species.LabelledRun;
import io.affut.exports.files.WholeFile;
import java.io.IOException;
import java.nio.file.Path;
import org.dhatim.fastexcel.Workbook;

/// Writes a run's table as an Excel workbook (XLSX): numbers are numbers, dates are dates, texts
/// are texts and never formulas. The names of the columns stand in bold above and stay in sight.
///
/// A sheet has room for 1,048,576 rows; what is more goes to further sheets, each with the names of
/// the columns. Memory does not grow with the number of pictures.
public final class XlsxExport {
  private XlsxExport() {}

  /// Writes the labels of `run` to a temporary file beside `output`, and then puts it in its place.
  ///
  /// @throws IOException when the results cannot be read or the table cannot be written; what was
  ///   at `output` is then left as it was
  public static void write(LabelledRun run, TableSettings settings, Path output)
      throws IOException {
    write(run, settings, output, XlsxSheet.MOST_ROWS);
  }

  /// @param rows that a sheet has room for, that of the names included
  static void write(LabelledRun run, TableSettings settings, Path output, int rows)
      throws IOException {
    Table table = new Table(run, settings);
    WholeFile.write(
        output,
        out -> {
          Workbook workbook = new Workbook(out, "Affut", null);
          XlsxSheets sheets = new XlsxSheets(workbook, table.names(), rows);
          table.forEach(sheets::add);
          sheets.finish();
          workbook.finish();
        });
  }
}
