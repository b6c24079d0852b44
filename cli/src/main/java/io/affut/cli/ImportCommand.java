package io.affut.cli;

import io.affut.engine.install.Conversion;
import io.affut.engine.install.ModelSettings;
import io.affut.engine.results.OutputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `affut import FILE -o model.onnx`: the conversion alone.
@Command(
    name = "import",
    description = "Converts a PyTorch checkpoint to ONNX and installs nothing.",
    mixinStandardHelpOptions = true)
final class ImportCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  @Parameters(paramLabel = "FILE", description = "A checkpoint (.pt, .pth).")
  private Path file;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      required = true,
      description = "The ONNX file. Large weights lie beside it, in FILE.data.")
  private Path output;

  @Option(names = "--overwrite", description = "Replace files that are there already.")
  private boolean overwrite;

  @Mixin private SetOptions set;
  @Mixin private MessageOptions messageOptions;

  ImportCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    Messages messages = messageOptions.messages(surroundings);
    ModelSettings settings = set.settings();
    Path target = surroundings.folder().resolve(output);
    check(target);
    check(target.resolveSibling(target.getFileName() + ".data"));
    for (Path written :
        Conversion.run(surroundings.folder().resolve(file), target, settings, messages::say)) {
      messages.result(written.toString());
    }
    return ExitCode.DONE;
  }

  /// Makes sure, before any work is done, that a file can be written.
  private void check(Path written) {
    if (Files.isDirectory(written)) {
      throw new OutputException("%s is a folder: name a file with -o.".formatted(written));
    }
    if (Files.exists(written) && !overwrite) {
      throw OutputException.exists(written);
    }
    try {
      Path folder = written.toAbsolutePath().getParent();
      Files.createDirectories(folder);
      Files.delete(Files.createTempFile(folder, ".affut-", ".part"));
    } catch (IOException e) {
      throw new OutputException(
          "%s cannot be written (%s): choose another file with -o."
              .formatted(written, OutputException.reason(e)),
          e);
    }
  }
}
