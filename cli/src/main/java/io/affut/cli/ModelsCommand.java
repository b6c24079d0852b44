package io.affut.cli;

import io.affut.engine.card.ModelCard;
import io.affut.engine.card.ModelCards;
import io.affut.engine.model.Manifest;
import io.affut.engine.model.Model;
import io.affut.engine.model.ModelException;
import io.affut.engine.model.ModelIntegrity;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `affut models`: what is installed, and how more is.
@Command(
    name = "models",
    description = "Shows, checks and installs models.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "list|info|add|pull|verify")
final class ModelsCommand {
  private ModelsCommand() {}

  static CommandLine line(Surroundings surroundings) {
    return new CommandLine(new ModelsCommand())
        .addSubcommand(new ListModels(surroundings))
        .addSubcommand(new ModelInfo(surroundings))
        .addSubcommand(new AddModelCommand(surroundings))
        .addSubcommand(new PullModelCommand(surroundings))
        .addSubcommand(new VerifyModels(surroundings));
  }

  private static List<Path> folders(Installation installation) {
    return installation.models().folders();
  }

  private static Model<?> named(Installation installation, String id) {
    return installation
        .models()
        .find(id)
        .orElseThrow(() ->
            new ModelException(
                "There is no model %s: `affut models list` shows what is installed, `affut setup` installs the default."
                    .formatted(id)));
  }

  /// `affut models list`.
  @Command(
      name = "list",
      description = "Lists the installed models, or those that can be had.",
      mixinStandardHelpOptions = true)
  static final class ListModels implements Callable<Integer> {
    private final Surroundings surroundings;

    @Option(names = "--available", description = "Those that affut models pull knows of.")
    private boolean available;

    @Mixin private MessageOptions messageOptions;

    ListModels(Surroundings surroundings) {
      this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
      Messages messages = messageOptions.messages(surroundings);
      if (available) {
        for (ModelCard card : ModelCards.all()) {
          messages.result(
              "%-28s %-12s %s%s"
                  .formatted(
                      card.id(),
                      card.sizeInBrief(),
                      card.title(),
                      card.address().isPresent() ? "" : "; to be fetched by hand"));
        }
        return ExitCode.DONE;
      }
      Installation installation = new Installation(surroundings.environment(), messages);
      List<Path> folders = folders(installation);
      if (folders.isEmpty()) {
        messages.say("No model is installed; `affut setup` installs the default.");
      }
      int status = ExitCode.DONE;
      for (Path folder : folders) {
        try {
          Manifest manifest = Model.in(folder).manifest();
          messages.result("%-28s %s".formatted(manifest.id(), manifest.description()));
        } catch (ModelException e) {
          messages.result("%-28s %s".formatted(folder.getFileName(), e.getMessage()));
          status = ExitCode.MODEL;
        }
      }
      return status;
    }
  }

  /// `affut models info ID`.
  @Command(
      name = "info",
      description = "Shows what a model's manifest says.",
      mixinStandardHelpOptions = true)
  static final class ModelInfo implements Callable<Integer> {
    private final Surroundings surroundings;

    @Parameters(paramLabel = "ID", description = "The model.")
    private String id;

    @Mixin private MessageOptions messageOptions;

    ModelInfo(Surroundings surroundings) {
      this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
      Messages messages = messageOptions.messages(surroundings);
      ModelLines.show(named(new Installation(surroundings.environment(), messages), id), messages);
      return ExitCode.DONE;
    }
  }

  /// `affut models verify [ID]`.
  @Command(
      name = "verify",
      description = "Reads installed models in full and compares them with their manifests.",
      mixinStandardHelpOptions = true)
  static final class VerifyModels implements Callable<Integer> {
    private final Surroundings surroundings;

    @Parameters(arity = "0..1", paramLabel = "ID", description = "The model. Default: all.")
    private String id;

    @Mixin private MessageOptions messageOptions;

    VerifyModels(Surroundings surroundings) {
      this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
      Messages messages = messageOptions.messages(surroundings);
      Installation installation = new Installation(surroundings.environment(), messages);
      List<Path> folders =
          Optional.ofNullable(id)
              .map(named -> List.of(named(installation, named).folder()))
              .orElseGet(() -> folders(installation));
      if (folders.isEmpty()) {
        messages.say("No model is installed; `affut setup` installs the default.");
      }
      int status = ExitCode.DONE;
      for (Path folder : folders) {
        try {
          Model<?> model = Model.in(folder);
          String found = String.join(", ", ModelIntegrity.verify(model));
          String verdict =
              model.manifest().about().files().stream()
                      .anyMatch(file -> file.sha256().equals(Manifest.UNKNOWN))
                  ? "not verified, its manifest has no SHA-256; the file has " + found
                  : "right, " + found;
          messages.result("%-28s %s".formatted(model.manifest().id(), verdict));
        } catch (ModelException e) {
          messages.result("%-28s %s".formatted(folder.getFileName(), e.getMessage()));
          status = ExitCode.MODEL;
        }
      }
      return status;
    }
  }
}
