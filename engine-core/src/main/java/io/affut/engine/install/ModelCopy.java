package io.affut.engine.install;

import io.affut.bindings.library.Sha256;
import io.affut.engine.model.About;
import io.affut.engine.model.Model;
import io.affut.engine.model.ModelException;
import io.affut.engine.model.ModelIntegrity;
import io.affut.modelimport.ModelImportException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A copy of a model that is one already.
final class ModelCopy {
  private ModelCopy() {}

  /// All files of a model's network with their SHA-256, also those of weights that its manifest
  /// does not name.
  ///
  /// @throws ModelException when one is missing or not what the manifest says
  static List<About.NetworkFile> files(Model<?> model) throws IOException {
    List<About.NetworkFile> files = new ArrayList<>();
    List<String> sums = ModelIntegrity.verify(model);
    for (About.NetworkFile file : model.manifest().about().files()) {
      files.add(new About.NetworkFile(file.name(), sums.get(files.size())));
    }
    for (String name : weightFiles(model.network())) {
      if (files.stream().noneMatch(file -> file.name().equals(name))) {
        files.add(new About.NetworkFile(name, Sha256.of(model.folder().resolve(name))));
      }
    }
    return files;
  }

  /// Copies files of a model.
  static void copy(Model<?> model, List<About.NetworkFile> files, Path folder) throws IOException {
    for (About.NetworkFile file : files) {
      Files.copy(model.folder().resolve(file.name()), folder.resolve(file.name()));
    }
  }

  private static List<String> weightFiles(Path network) throws IOException {
    Optional<NetworkFormat> format = NetworkFormat.of(network);
    try {
      return format.isPresent() ? WeightFiles.of(network, format.get()) : List.of();
    } catch (ModelImportException e) {
      throw new ModelException("%s cannot be used: %s.".formatted(network, e.getMessage()), e);
    }
  }
}
