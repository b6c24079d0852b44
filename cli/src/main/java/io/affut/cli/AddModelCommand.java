package io.affut.cli;

import io.affut.engine.install.ModelSettings;
import io.affut.engine.model.Model;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `affut models add FILE`.
@Command(
    name = "add",
    description =
        "Installs a model from a file: a PyTorch checkpoint, which is converted once, or a network.",
    mixinStandardHelpOptions = true)
final class AddModelCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  @Parameters(
      paramLabel = "FILE",
      description = "A checkpoint (.pt, .pth), an ONNX file, or a model's folder.")
  private Path file;

  @Option(
      names = "--id",
      paramLabel = "NAME",
      description = "The model's name. Default: the file's.")
  private String id;

  @Mixin private SetOptions set;
  @Mixin private MessageOptions messageOptions;

  AddModelCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    Messages messages = messageOptions.messages(surroundings);
    ModelSettings settings = set.settings();
    Model<?> model =
        new Installation(surroundings.environment(), messages)
            .installer()
            .add(surroundings.folder().resolve(file), Optional.ofNullable(id), settings);
    ModelLines.show(model, messages);
    return ExitCode.DONE;
  }
}
