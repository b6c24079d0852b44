package io.affut.modelimport.pytorch;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/// Walks what a checkpoint holds, which may share and contain itself.
final class Graph {
  private Graph() {}

  /// Every tensor that can be reached from a value, once.
  static List<Tensor> tensors(Value root) {
    List<Tensor> found = new ArrayList<>();
    Set<Value> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    Deque<Value> left = new ArrayDeque<>(List.of(root));
    while (!left.isEmpty()) {
      Value value = left.pop();
      if (seen.add(value)) {
        switch (value) {
          case Tensor tensor -> found.add(tensor);
          case Items items -> left.addAll(items.values());
          case Table table -> table.entries().forEach(entry -> left.push(entry.getValue()));
          case Instance instance -> {
            left.addAll(instance.arguments());
            instance.attributes().forEach(entry -> left.push(entry.getValue()));
          }
          default -> {}
        }
      }
    }
    return found;
  }
}
