package io.affut.modelimport;

import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// What an importer has written. The same model and the same wanted outputs give the same bytes, so
/// the hash may be pinned.
///
/// @param file the ONNX file
/// @param inputs what the network takes; inputs that the wanted outputs do not depend on are gone
/// @param outputs what the network gives, in the order in which they were asked for
/// @param operators how many nodes of each ONNX operator the file has, by name
/// @param sha256 the hash of the file, 64 lower-case hexadecimal digits
public record ImportedModel(
    Path file,
    List<ModelPort> inputs,
    List<ModelPort> outputs,
    SortedMap<String, Integer> operators,
    String sha256) {
  /// Keeps copies of the collections.
  public ImportedModel {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
    operators = Collections.unmodifiableSortedMap(new TreeMap<>(operators));
  }
}
