package io.affut.modelimport.tensorflowjs;

import io.affut.modelimport.ModelImportException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// All operations that the importer knows, by their TensorFlow names.
final class Operations {
  private static final Map<String, Operation> KNOWN =
      union(
          Sources.OPERATIONS,
          Elementwise.OPERATIONS,
          Convolutions.OPERATIONS,
          Pooling.OPERATIONS,
          Reductions.OPERATIONS,
          Rearrangements.OPERATIONS,
          Slices.OPERATIONS,
          Resizing.OPERATIONS,
          Products.OPERATIONS,
          Normalisation.OPERATIONS);

  private Operations() {}

  static Operation named(String name) {
    return KNOWN.get(name);
  }

  /// Refuses a graph with operations that are not known, naming each and the first node of it.
  static void requireKnown(List<GraphNode> nodes) throws ModelImportException {
    Map<String, GraphNode> unknown = new LinkedHashMap<>();
    nodes.stream()
        .filter(node -> !KNOWN.containsKey(node.operation()))
        .forEach(node -> unknown.putIfAbsent(node.operation(), node));
    if (!unknown.isEmpty()) {
      throw new ModelImportException(
          (unknown.size() == 1 ? "the operation " : "the operations ")
              + unknown.values().stream().map(GraphNode::toString).collect(Collectors.joining(", "))
              + (unknown.size() == 1 ? " is" : " are")
              + " not known");
    }
  }

  @SafeVarargs
  private static Map<String, Operation> union(Map<String, Operation>... families) {
    Map<String, Operation> all = new HashMap<>();
    for (Map<String, Operation> family : families) {
      family.forEach((name, operation) -> {
        if (all.put(name, operation) != null) {
          throw new IllegalStateException(name + " is in two families");
        }
      });
    }
    return Map.copyOf(all);
  }
}
