package io.affut.cli;

import io.affut.exports.table.TableColumns;
import io.affut.exports.table.TableSettings;
import picocli.CommandLine.Option;

/// What a table looks like.
final class TableOptions {
  @Option(
      names = "--columns",
      paramLabel = "WHICH",
      defaultValue = "deepfaune",
      description = "Of a table: deepfaune or full. Default: ${DEFAULT-VALUE}.")
  private String columns;

  @Option(names = "--no-counts", description = "Of a table: leave the numbers of animals out.")
  private boolean noCounts;

  @Option(
      names = "--deepfaune-compatible",
      description = "Of csv: what is DeepFaune's to the byte.")
  private boolean compatible;

  TableSettings settings(String language) {
    return new TableSettings(
        language,
        EngineOptions.word("--columns", "", columns, TableColumns.class),
        !noCounts,
        compatible);
  }
}
