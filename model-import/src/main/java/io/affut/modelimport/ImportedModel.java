package io.affut.modelimport;

import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// What an importer has written. The same model and the same wanted outputs give the same bytes, so
/// the hashes may be pinned.
///
/// @param inputs what the network takes; inputs that the wanted outputs do not depend on are gone
/// @param outputs what the network gives, in the order in which they were asked for
/// @param operators how many nodes of each ONNX operator the file has, by name
/// @param files the files that the model consists of: the ONNX file first, then the one with its
///   big weights, if there is one. They belong together, in one folder, under these names
public record ImportedModel(
    List<ModelPort> inputs,
    List<ModelPort> outputs,
    SortedMap<String, Integer> operators,
    List<ModelFile> files) {
  /// Keeps copies of the collections.
  public ImportedModel {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
    operators = Collections.unmodifiableSortedMap(new TreeMap<>(operators));
    files = List.copyOf(files);
  }

  /// The ONNX file.
  public Path file() {
    return files.getFirst().path();
  }

  /// The hash of the ONNX file. Where there is a file of weights too, its hash stands in the ONNX
  /// file's metadata, so this one pins both; but to know that the weights are whole, hash each of
  /// the [#files].
  public String sha256() {
    return files.getFirst().sha256();
  }
}
