/// Lines of CSV files.
///
/// ```java
/// csv.write(CsvCell.line(List.of("a, b", "c"))); // "a, b",c
/// ```
package io.affut.exports.csv;
