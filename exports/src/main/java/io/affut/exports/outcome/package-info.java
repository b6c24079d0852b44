/// What became of an export: how many files it wrote, and which pictures have none and why.
///
/// ```java
/// ExportOutcome outcome = FolderExport.write(run, settings, Path.of("by-species"));
/// outcome.leftOut().forEach(left -> warn(left.file() + " " + left.reason()));
/// ```
package io.affut.exports.outcome;
