/// The labels of a run as a table: the columns of DeepFaune, and everything else that is known.
///
/// ```java
/// try (LabelledRun run = LabelledRun.open(Path.of("card.json"))) {
///   var settings = new TableSettings("fr", TableColumns.FULL, true, false);
///   CsvExport.write(run, settings, Path.of("labels.csv"));
///   XlsxExport.write(run, settings, Path.of("labels.xlsx"));
/// }
/// ```
package io.affut.exports.table;
