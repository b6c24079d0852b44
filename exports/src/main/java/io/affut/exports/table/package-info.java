/// The labels of a run as a table, with the columns of DeepFaune.
///
/// ```java
/// try (LabelledRun run = ...) {
///   CsvExport.write(run, new TableSettings("fr", true, false), Path.of("labels.csv"));
/// }
/// ```
package io.affut.exports.table;
