package io.affut.exports.table;

/// What a table looks like.
///
/// @param language of the labels, one of the engine's label languages, such as `fr`
/// @param columns which it has
/// @param counts whether there is a column with the number of animals among DeepFaune's
/// @param deepfauneCompatible whether a CSV file is DeepFaune's to the byte: no byte order mark,
///   and cells that a spreadsheet would run as they are; means nothing for XLSX
public record TableSettings(
    String language, TableColumns columns, boolean counts, boolean deepfauneCompatible) {

  /// A table with DeepFaune's columns.
  public TableSettings(String language, boolean counts, boolean deepfauneCompatible) {
    this(language, TableColumns.DEEPFAUNE, counts, deepfauneCompatible);
  }
}
