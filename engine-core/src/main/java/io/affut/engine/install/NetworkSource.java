package io.affut.engine.install;

import io.affut.bindings.library.Sha256;
import io.affut.engine.model.About;
import io.affut.engine.model.Model;
import io.affut.engine.model.ModelException;
import io.affut.engine.model.ModelStore;
import io.affut.modelimport.ModelImportException;
import io.affut.modelimport.NetworkDescription;
import io.affut.modelimport.OnnxFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A network in ONNX; it is copied as it is, with the files of its weights.
final class NetworkSource implements Source {
  private final Path file;
  private final ModelStore store;
  private List<About.NetworkFile> files = List.of();

  NetworkSource(Path file, ModelStore store) {
    this.file = file;
    this.store = store;
  }

  @Override
  public Path file() {
    return file;
  }

  @Override
  public String sha256() throws IOException {
    return files().getFirst().sha256();
  }

  @Override
  public Optional<Model<?>> installed(List<ModelSettings> settings) throws IOException {
    return installed();
  }

  @Override
  public Optional<Model<?>> installed() throws IOException {
    List<About.NetworkFile> wanted = files();
    for (Model<?> model : store.models()) {
      if (model.manifest().about().files().equals(wanted)) {
        return Optional.of(model);
      }
    }
    return Optional.empty();
  }

  @Override
  public Made make(Path folder, ModelSettings settings) throws IOException {
    OnnxFile onnx = read();
    NetworkDescription network = YoloNetwork.describe(file.toString(), onnx, settings);
    Files.copy(file, folder.resolve(NetworkFormat.ONNX.fileName()));
    for (String name : onnx.weightFiles()) {
      Files.copy(file.resolveSibling(name), folder.resolve(name));
    }
    return new Made(
        network,
        files(),
        YoloNetwork.isOfFixedSize(onnx)
            ? ModelSettings.of(Map.of(Setting.SHAPE.key(), "square"))
            : ModelSettings.NONE,
        Optional.ofNullable(onnx.metadata().get("license")).filter(text -> !text.isBlank()),
        Optional.empty());
  }

  /// All files of the network, as they are called in a model's folder.
  private List<About.NetworkFile> files() throws IOException {
    if (files.isEmpty()) {
      List<About.NetworkFile> read = new ArrayList<>();
      read.add(new About.NetworkFile(NetworkFormat.ONNX.fileName(), Sha256.of(file)));
      for (String name : weightFiles()) {
        read.add(new About.NetworkFile(name, Sha256.of(file.resolveSibling(name))));
      }
      files = List.copyOf(read);
    }
    return files;
  }

  private List<String> weightFiles() {
    try {
      return WeightFiles.of(file, NetworkFormat.ONNX);
    } catch (ModelImportException e) {
      throw refused(e);
    }
  }

  private OnnxFile read() {
    try {
      return OnnxFile.read(file);
    } catch (ModelImportException e) {
      throw refused(e);
    }
  }

  private ModelException refused(ModelImportException e) {
    return new ModelException(
        "%s cannot be used without a manifest.toml beside it that names it: %s."
            .formatted(file, e.getMessage()),
        e);
  }
}
