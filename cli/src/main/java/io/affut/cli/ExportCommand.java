package io.affut.cli;

import io.affut.engine.results.OutputException;
import io.affut.engine.species.LabelSettings;
import io.affut.engine.species.LabelledRun;
import io.affut.exports.table.CsvExport;
import io.affut.exports.table.TableSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `affut export`: makes of a run's results what people use.
@Command(
    name = "export",
    description = "Makes tables, folders and other programs' files of the results of a run.",
    mixinStandardHelpOptions = true)
final class ExportCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  @Parameters(paramLabel = "RESULTS", description = "The .json file of a run, or its journal.")
  private Path results;

  @Option(names = "--to", paramLabel = "KIND", required = true, description = "csv.")
  private String kind;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "PATH",
      required = true,
      description = "The file or folder to make.")
  private Path output;

  @Option(names = "--overwrite", description = "Replace a file that is there already.")
  private boolean overwrite;

  @Option(names = "--no-counts", description = "Leave the numbers of animals out of a table.")
  private boolean noCounts;

  @Option(
      names = "--without-repeated",
      description = "As if what a camera saw at one place in 20 pictures or more were not there.")
  private boolean withoutRepeated;

  @Option(
      names = "--deepfaune-compatible",
      description = "Tables that are DeepFaune's to the byte.")
  private boolean compatible;

  @Mixin private LanguageOption language;
  @Mixin private MessageOptions messageOptions;

  /// What can be made.
  private enum Kind {
    CSV
  }

  ExportCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    Messages messages = messageOptions.messages(surroundings);
    Kind wanted = EngineOptions.word("--to", "", kind, Kind.class);
    String code = language.code(surroundings.environment());
    Path into = surroundings.folder().resolve(output);
    if (Files.exists(into) && !overwrite) {
      throw new OutputException(
          "%s exists already: choose another with -o, or replace it with --overwrite."
              .formatted(output));
    }
    try (LabelledRun run =
        LabelledRun.open(surroundings.folder().resolve(results), this::changed)) {
      run.limits().forEach(messages::warn);
      switch (wanted) {
        case CSV -> CsvExport.write(run, new TableSettings(code, !noCounts, compatible), into);
      }
      messages.result("%s  %s".formatted(wanted.name().toLowerCase(Locale.ROOT), output));
      return ExitCode.DONE;
    } catch (IOException e) {
      throw new OutputException(
          "%s cannot be written: %s. Is the disk full or gone?".formatted(output, e.getMessage()),
          e);
    }
  }

  private LabelSettings changed(LabelSettings before) {
    return withoutRepeated ? before.leavingOutRepeated() : before;
  }
}
