package io.affut.exports.table;

import io.affut.engine.species.LabelNames;
import io.affut.engine.species.LabelledPicture;
import java.util.ArrayList;
import java.util.List;

/// The columns of DeepFaune. Scores are cut off after two decimals, not rounded, as DeepFaune does.
///
/// @param base the folder that the pictures' paths are relative to
record DeepfauneColumns(String base, LabelNames names) {

  /// @param counts whether there is a column with the number of animals
  List<Column> columns(boolean counts) {
    List<Column> columns = new ArrayList<>();
    columns.add(new Column("filename", p -> Cell.of(base + "/" + p.picture().file())));
    columns.add(new Column("date", DeepfauneColumns::date));
    columns.add(new Column("seqnum", p -> Cell.of(p.sequence())));
    columns.add(new Column("predictionbase", p -> Cell.of(names.of(p.base().label()))));
    columns.add(new Column("scorebase", p -> score(p.base().score())));
    columns.add(new Column("prediction", p -> Cell.of(names.of(p.verdict().label()))));
    columns.add(new Column("score", p -> score(p.verdict().score())));
    columns.add(new Column("top1", p -> Cell.of(names.of(p.verdict().best()))));
    if (counts) {
      columns.add(new Column("count", p -> Cell.of(p.animals())));
    }
    columns.add(new Column("humancount", p -> Cell.of(p.people())));
    return columns;
  }

  /// The date as the file has it.
  private static Cell date(LabelledPicture labelled) {
    return labelled
        .picture()
        .date()
        .<Cell>map(date -> new Cell.Date(date.raw(), date.local()))
        .orElse(Cell.of("NA"));
  }

  private static Cell score(double score) {
    return new Cell.Number(Double.toString(Math.floor(score * 100) / 100));
  }
}
