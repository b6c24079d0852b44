package io.affut.cli;

import io.affut.engine.results.OutputException;
import io.affut.exports.folders.FoldersUndo;
import io.affut.exports.folders.UndoOutcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `affut undo`: takes back what `affut export --to folders` did.
@Command(
    name = "undo",
    description = "Takes back an export to folders: moved pictures go home, copies go away.",
    mixinStandardHelpOptions = true)
final class UndoCommand implements Callable<Integer> {
  private static final String LIST = "affut-undo.jsonl";

  private final Surroundings surroundings;

  @Parameters(paramLabel = "FOLDER", description = "The folder that was exported to.")
  private Path folder;

  @Mixin private MessageOptions messageOptions;

  UndoCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    Messages messages = messageOptions.messages(surroundings);
    Path target = surroundings.folder().resolve(folder);
    Path list = Files.isDirectory(target) ? target.resolve(LIST) : target;
    if (!Files.exists(list)) {
      throw new UsageException(
          "There is no %s, so nothing can be taken back: name the folder of an export."
              .formatted(list));
    }
    try {
      UndoOutcome outcome = FoldersUndo.run(list);
      outcome
          .kept()
          .forEach(kept -> messages.warn("kept: %s: %s".formatted(kept.file(), kept.reason())));
      messages.result(
          "Back where they were: %d; taken away: %d; kept: %d"
              .formatted(outcome.restored(), outcome.removed(), outcome.kept().size()));
      return outcome.kept().isEmpty() ? ExitCode.DONE : ExitCode.SOME_FAILED;
    } catch (IOException e) {
      throw new OutputException(
          "The export cannot be taken back any further: %s. Is the disk gone?"
              .formatted(e.getMessage()),
          e);
    }
  }
}
