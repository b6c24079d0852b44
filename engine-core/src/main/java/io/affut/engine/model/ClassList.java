package io.affut.engine.model;

import java.util.List;
import java.util.Map;
import java.util.SequencedSet;

/// A list of classes that comes with Affût, in the order of a network's output.
///
/// @param id such as `deepfaune-1.4`
/// @param classes the names of each class, by language
public record ClassList(String id, List<Map<String, String>> classes) {
  /// Keeps a copy of the list.
  public ClassList {
    classes = List.copyOf(classes);
  }

  /// How many classes there are.
  public int size() {
    return classes.size();
  }

  /// The languages that every class has a name in.
  public SequencedSet<String> languages() {
    return new java.util.LinkedHashSet<>(classes.getFirst().keySet());
  }

  /// The names in one of [#languages].
  public List<String> names(String language) {
    return classes.stream().map(names -> names.get(language)).toList();
  }
}
