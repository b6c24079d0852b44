package io.affut.engine.install;

import io.affut.engine.model.ModelException;
import io.affut.engine.results.OutputException;
import io.affut.modelimport.ImportedCheckpoint;
import io.affut.modelimport.ModelFile;
import io.affut.modelimport.ModelImportException;
import io.affut.modelimport.checkpoint.CheckpointImporter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/// Checkpoints to ONNX, without any store.
public final class Conversion {
  private Conversion() {}

  /// Converts a checkpoint.
  ///
  /// @param onnx the file to write; what is there is replaced. Large weights lie beside it, under
  ///   its name with `.data` after it
  /// @param settings those that the network itself depends on, such as `heads` and `weights`
  /// @param progress is told what is going on, one line at a time
  /// @return the files that were written, the ONNX file first
  /// @throws ModelException when the checkpoint is refused
  /// @throws OutputException when the files cannot be written
  public static List<Path> run(
      Path checkpoint, Path onnx, ModelSettings settings, Consumer<String> progress) {
    if (!Files.isRegularFile(checkpoint)) {
      throw new ModelException("There is no file %s.".formatted(checkpoint));
    }
    try {
      return convert(checkpoint, onnx, settings, progress).model().files().stream()
          .map(ModelFile::path)
          .toList();
    } catch (ModelImportException e) {
      throw e.isOfOutput()
          ? new OutputException("%s cannot be written: %s".formatted(onnx, sentence(e)), e)
          : refused(checkpoint, e);
    }
  }

  static ImportedCheckpoint convert(
      Path checkpoint, Path onnx, ModelSettings settings, Consumer<String> progress)
      throws ModelImportException {
    return new CheckpointImporter(settings.forImporter(), settings.weights(), progress)
        .convert(checkpoint, onnx);
  }

  static ModelException refused(Path checkpoint, ModelImportException e) {
    // Some reasons name the file themselves.
    String reason = sentence(e).replace("cannot read the checkpoint " + checkpoint + ": ", "");
    return new ModelException("%s cannot be used: %s".formatted(checkpoint, reason), e);
  }

  private static String sentence(ModelImportException e) {
    return e.getMessage().endsWith(".") ? e.getMessage() : e.getMessage() + ".";
  }
}
