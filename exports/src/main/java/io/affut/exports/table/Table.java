package io.affut.exports.table;

import io.affut.engine.species.LabelNames;
import io.affut.engine.species.LabelledPicture;
import io.affut.engine.species.LabelledRun;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// The labels of a run in rows and columns: a row a picture, failed ones too, by sequence and then
/// by file name.
final class Table {
  private final LabelledRun run;
  private final List<Column> columns;

  Table(LabelledRun run, TableSettings settings) {
    LabelNames names = run.names(settings.language());
    List<Column> all = new ArrayList<>();
    all.addAll(new DeepfauneColumns(run.run().base(), names).columns(settings.counts()));
    if (settings.columns() == TableColumns.FULL) {
      all.addAll(new FullColumns(run.run(), run.settings(), names).columns());
    }
    this.run = run;
    this.columns = List.copyOf(all);
  }

  /// Takes the cells of one row after the other.
  interface Rows {
    void take(List<Cell> cells) throws IOException;
  }

  List<String> names() {
    return columns.stream().map(Column::name).toList();
  }

  void forEach(Rows rows) throws IOException {
    run.forEach(picture -> rows.take(cells(picture)));
  }

  private List<Cell> cells(LabelledPicture picture) {
    return columns.stream().map(column -> column.cell().apply(picture)).toList();
  }
}
