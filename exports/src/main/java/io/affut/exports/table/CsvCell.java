package io.affut.exports.table;

/// One cell of a CSV file (RFC 4180), quoted where it has to be.
final class CsvCell {
  private CsvCell() {}

  /// The cell as it is.
  static String plain(String text) {
    boolean quoted = text.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
    return quoted ? '"' + text.replace("\"", "\"\"") + '"' : text;
  }

  /// The cell with an apostrophe before what a spreadsheet would run as a formula.
  static String harmless(String text) {
    boolean formula = !text.isEmpty() && "=+-@\t\r".indexOf(text.charAt(0)) >= 0;
    return plain(formula ? "'" + text : text);
  }
}
