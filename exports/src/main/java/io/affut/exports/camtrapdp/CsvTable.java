package io.affut.exports.camtrapdp;

import io.affut.exports.csv.CsvCell;
import java.io.IOException;
import java.io.Writer;
import java.util.List;
import java.util.Map;

/// A table of the package while it is written: all columns of its schema, in order.
final class CsvTable {
  private final Writer csv;
  private final List<String> columns;
  private long rows;

  CsvTable(Writer csv, List<String> columns) throws IOException {
    this.csv = csv;
    this.columns = columns;
    csv.write(CsvCell.line(columns));
  }

  /// Writes a row; what it does not name is empty.
  void add(Map<String, String> row) throws IOException {
    if (!columns.containsAll(row.keySet())) {
      throw new IllegalArgumentException("no such column in " + row.keySet());
    }
    csv.write(CsvCell.line(columns.stream().map(c -> row.getOrDefault(c, "")).toList()));
    rows++;
  }

  long rows() {
    return rows;
  }
}
