package io.affut.exports.csv;

import java.util.List;
import java.util.stream.Collectors;

/// One cell of a CSV file (RFC 4180), quoted where it has to be.
public final class CsvCell {
  private CsvCell() {}

  /// A line of cells as they are, with its end.
  public static String line(List<String> cells) {
    return cells.stream().map(CsvCell::plain).collect(Collectors.joining(",", "", "\n"));
  }

  /// The cell as it is.
  public static String plain(String text) {
    boolean quoted = text.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
    return quoted ? '"' + text.replace("\"", "\"\"") + '"' : text;
  }

  /// The cell with an apostrophe before what a spreadsheet would run as a formula.
  public static String harmless(String text) {
    boolean formula = !text.isEmpty() && "=+-@\t\r".indexOf(text.charAt(0)) >= 0;
    return plain(formula ? "'" + text : text);
  }
}
