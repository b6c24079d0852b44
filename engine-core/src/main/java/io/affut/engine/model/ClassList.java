package io.affut.engine.model;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.SequencedSet;
import java.util.stream.IntStream;

/// A list of classes that comes with Affût, in the order of a network's output.
///
/// @param id such as `deepfaune-1.4`
public record ClassList(String id, List<Entry> classes) {
  /// Keeps a copy of the list.
  public ClassList {
    classes = List.copyOf(classes);
  }

  /// A class.
  ///
  /// @param names exactly as the original program writes them, by language
  /// @param display the correctly written words where they differ, by language
  /// @param birds whether a bird head tells its kinds apart
  public record Entry(Map<String, String> names, Map<String, String> display, boolean birds) {}

  /// How many classes there are.
  public int size() {
    return classes.size();
  }

  /// The languages that every class has a name in.
  public SequencedSet<String> languages() {
    return new LinkedHashSet<>(classes.getFirst().names().keySet());
  }

  /// The names in one of [#languages].
  public List<String> names(String language) {
    return classes.stream().map(entry -> entry.names().get(language)).toList();
  }

  /// The correctly written words in one of [#languages].
  public List<String> display(String language) {
    return classes.stream()
        .map(entry -> entry.display().getOrDefault(language, entry.names().get(language)))
        .toList();
  }

  /// The class whose kinds a bird head tells apart, if there is one.
  public OptionalInt birds() {
    return IntStream.range(0, size()).filter(i -> classes.get(i).birds()).findFirst();
  }
}
