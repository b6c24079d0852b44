package io.affut.exports.table;

import java.io.IOException;
import java.time.LocalDateTime;
import java.util.List;
import org.dhatim.fastexcel.Worksheet;

/// One sheet: the names of the columns, and then rows, which are written as they come.
final class XlsxSheet {
  /// The most that Excel opens.
  static final int MOST_ROWS = Worksheet.MAX_ROWS;

  /// The most characters that Excel takes in a cell.
  private static final int MOST_CHARACTERS = 32_767;

  /// Rows that are kept until they are written.
  private static final int KEPT = 200;

  /// Excel counts days from here; what is earlier it cannot show.
  private static final LocalDateTime FIRST_DATE = LocalDateTime.of(1900, 3, 1, 0, 0);

  private static final String DATE_FORMAT = "yyyy-mm-dd hh:mm:ss";
  private static final double DATE_WIDTH = 19;
  private static final double NAME_WIDTH = 40;

  private final Worksheet sheet;
  private int rows;

  XlsxSheet(Worksheet sheet, List<String> names) {
    this.sheet = sheet;
    sheet.freezePane(0, 1);
    for (int column = 0; column < names.size(); column++) {
      sheet.inlineString(0, column, names.get(column));
      if (names.get(column).endsWith("date")) {
        sheet.width(column, DATE_WIDTH);
      } else if (column == 0) {
        sheet.width(column, NAME_WIDTH);
      }
    }
    sheet.range(0, 0, 0, names.size() - 1).style().bold().set();
    rows = 1;
  }

  int rows() {
    return rows;
  }

  void add(List<Cell> cells) throws IOException {
    for (int column = 0; column < cells.size(); column++) {
      set(column, cells.get(column));
    }
    rows++;
    if (rows % KEPT == 0) {
      sheet.flush();
    }
  }

  private void set(int column, Cell cell) {
    switch (cell) {
      case Cell.Nothing() -> {}
      case Cell.Text(String text) -> text(column, text);
      case Cell.Number number -> sheet.value(rows, column, number.value());
      case Cell.Date(String text, LocalDateTime date) -> {
        if (date.isBefore(FIRST_DATE)) {
          text(column, text);
        } else {
          sheet.value(rows, column, date);
          sheet.style(rows, column).format(DATE_FORMAT).set();
        }
      }
    }
  }

  /// As it stands there: shared strings would all be kept in memory.
  private void text(int column, String text) {
    boolean fits = text.length() <= MOST_CHARACTERS;
    sheet.inlineString(rows, column, fits ? text : text.substring(0, MOST_CHARACTERS));
  }

  void finish() throws IOException {
    sheet.finish();
  }
}
