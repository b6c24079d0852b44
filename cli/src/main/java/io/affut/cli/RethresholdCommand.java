package io.affut.cli;

import io.affut.engine.results.OutputException;
import io.affut.engine.results.RunOutput;
import io.affut.engine.species.LabelCounts;
import io.affut.engine.species.LabelSettingException;
import io.affut.engine.species.LabelSettings;
import io.affut.engine.species.LabelledResults;
import io.affut.engine.species.LabelledRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `affut rethreshold`: finds the labels of a run again, with other settings and without the
/// networks.
@Command(
    name = "rethreshold",
    description =
        "Finds the labels of a run again, with other settings: in seconds, without the networks.",
    mixinStandardHelpOptions = true)
final class RethresholdCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  @Parameters(paramLabel = "RESULTS", description = "The .json file of a run, or its journal.")
  private Path results;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "Where the new results go. Default: into the place of the old ones.")
  private Path output;

  @Option(names = "--overwrite", description = "Replace what is at FILE already.")
  private boolean overwrite;

  @Option(
      names = "--confidence",
      paramLabel = "X",
      description = "Only boxes more confident than this count, 0 to 1. Default: all of the run.")
  private Float confidence;

  @Mixin private LabelOptions labelOptions;
  @Mixin private LanguageOption language;
  @Mixin private MessageOptions messageOptions;

  RethresholdCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    Messages messages = messageOptions.messages(surroundings);
    String code = language.code(surroundings.environment());
    Path file = surroundings.folder().resolve(results);
    try (LabelledRun run = LabelledRun.open(file, this::changed)) {
      run.limits().forEach(messages::warn);
      CutOffRun.warn(run, messages);
      run.settings().checkCameras(run::cameras);
      Path into = into(file, run);
      LabelCounts counts = LabelledResults.write(run, Map.of(), LocalDateTime.now(), into);
      LabelLines.show(counts, run.names(code), messages);
      messages.result("results   %s".formatted(output == null ? into : output));
      return ExitCode.DONE;
    } catch (LabelSettingException e) {
      throw new UsageException(e.messageIn(code));
    } catch (IOException e) {
      throw OutputException.unwritable("The results", e);
    }
  }

  private LabelSettings changed(LabelSettings before) {
    EngineOptions.requireFraction("--confidence", confidence);
    LabelSettings after = labelOptions.over(before, surroundings.folder());
    return confidence == null ? after : after.countingFrom(confidence);
  }

  /// Results that Affût made are made again in their place; those of another program are not its to
  /// replace.
  private Path into(Path file, LabelledRun run) {
    if (output != null) {
      Path into = surroundings.folder().resolve(output);
      if (Files.exists(into) && !overwrite) {
        throw OutputException.exists(output);
      }
      return into;
    }
    if (!run.limits().isEmpty()) {
      throw new UsageException(
          "These results have no journal, so they are not replaced: name a file with -o.");
    }
    return file.equals(run.journal()) ? RunOutput.resultsOf(file) : file;
  }
}
