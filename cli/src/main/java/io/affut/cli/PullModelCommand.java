package io.affut.cli;

import io.affut.engine.card.ModelCard;
import io.affut.engine.card.ModelCards;
import io.affut.engine.model.Model;
import io.affut.engine.model.ModelException;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `affut models pull ID`.
@Command(
    name = "pull",
    description = "Downloads a model that others publish, and installs it.",
    mixinStandardHelpOptions = true)
final class PullModelCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  @Parameters(
      paramLabel = "ID",
      description = "The model; affut models list --available shows them.")
  private String id;

  @Option(names = "--accept-licence", description = "Accept the model's licence.")
  private boolean accepted;

  @Mixin private MessageOptions messageOptions;

  PullModelCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    Messages messages = messageOptions.messages(surroundings);
    ModelCard card =
        ModelCards.find(id)
            .orElseThrow(() ->
                new ModelException(
                    "There is no model card %s: `affut models list --available` shows those that there are."
                        .formatted(id)));
    messages.say("%s, %s, from %s.".formatted(card.title(), card.sizeInWords(), card.source()));
    messages.say("Licence: %s.".formatted(card.licence()));
    Model<?> model =
        new Installation(surroundings.environment(), messages)
            .pull()
            .pull(card, ignored -> accepted || asked());
    ModelLines.show(model, messages);
    return ExitCode.DONE;
  }

  private boolean asked() {
    return surroundings
        .questions()
        .ask("Do you accept this licence? [y/N] ")
        .map(answer -> answer.strip().toLowerCase(Locale.ROOT))
        .filter(Set.of("y", "yes")::contains)
        .isPresent();
  }
}
