package io.affut.engine.install;

import io.affut.engine.model.ManifestReader;
import io.affut.engine.model.Model;
import io.affut.engine.model.ModelException;
import io.affut.modelimport.ModelImportException;
import io.affut.modelimport.OnnxFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// The files that a network's weights lie in, where they are not in the network itself.
final class WeightFiles {
  private WeightFiles() {}

  /// The names of those beside `network`.
  ///
  /// @throws ModelException when one is missing, or lies elsewhere
  /// @throws ModelImportException when an ONNX file cannot be read
  static List<String> of(Path network, NetworkFormat format) throws ModelImportException {
    List<String> names =
        switch (format) {
          case ONNX -> OnnxFile.read(network).weightFiles().stream().sorted().toList();
          case OPENVINO ->
              List.of(network.getFileName().toString().replaceFirst("\\.[^.]*$", "") + ".bin");
          case TFLITE, PYTORCH -> List.of();
        };
    names.forEach(name -> require(network, name));
    return names;
  }

  private static void require(Path network, String name) {
    boolean taken =
        name.equals(Model.MANIFEST)
            || name.equals(network.getFileName().toString())
            || name.equals(NetworkFormat.ONNX.fileName());
    if (taken || !ManifestReader.isFileName(name)) {
      throw new ModelException(
          "%s keeps weights in \"%s\", which is not the name of another file beside it; it is refused."
              .formatted(network, name));
    }
    if (!Files.isRegularFile(network.resolveSibling(name))) {
      throw new ModelException(
          "%s keeps weights in %s, which is not there; put it beside it."
              .formatted(network, network.resolveSibling(name)));
    }
  }
}
