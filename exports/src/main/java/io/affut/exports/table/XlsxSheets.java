package io.affut.exports.table;

import java.io.IOException;
import java.util.List;
import org.dhatim.fastexcel.Workbook;

/// The sheets of a workbook, one after the other: the next begins when one is full.
final class XlsxSheets {
  private final Workbook workbook;
  private final List<String> names;
  private final int rows;
  private int number;
  private XlsxSheet sheet;

  /// @param rows that a sheet has room for
  XlsxSheets(Workbook workbook, List<String> names, int rows) {
    this.workbook = workbook;
    this.names = names;
    this.rows = rows;
    next();
  }

  void add(List<Cell> cells) throws IOException {
    if (sheet.rows() == rows) {
      sheet.finish();
      next();
    }
    sheet.add(cells);
  }

  void finish() throws IOException {
    sheet.finish();
  }

  private void next() {
    number++;
    String name = number == 1 ? "labels" : "labels " + number;
    sheet = new XlsxSheet(workbook.newWorksheet(name), names);
  }
}
