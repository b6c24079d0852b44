package io.affut.modelimport.pytorch;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A `dict`, `OrderedDict`, `defaultdict` or `Counter`, in the order of the file.
public final class Table implements Value {
  private final LinkedHashMap<Object, Map.Entry<Value, Value>> entries = new LinkedHashMap<>();

  Table() {}

  /// The value under a key that is a text.
  public Optional<Value> get(String key) {
    return Optional.ofNullable(entries.get(key)).map(Map.Entry::getValue);
  }

  /// All keys with their values, in the order in which the keys came; a copy.
  public List<Map.Entry<Value, Value>> entries() {
    return List.copyOf(entries.values());
  }

  /// As in Python, a key that comes again keeps its place and gets the new value.
  void put(Value key, Value value) {
    entries.put(comparable(key), Map.entry(key, value));
  }

  int size() {
    return entries.size();
  }

  /// What keys are told apart by. These are all classes by whose order a hash map keeps apart keys
  /// whose hashes were made to collide. Keys of other kinds count as different from each other.
  private static Object comparable(Value key) {
    return switch (key) {
      case Value.Text(String text) -> text;
      case Value.Whole whole -> whole.value();
      case Value.Truth(boolean truth) -> truth;
      case Value.Real(double real) -> real;
      default -> new Object();
    };
  }

  /// One line that does not look into the values, which may contain this.
  @Override
  public String toString() {
    return "table of " + entries.size();
  }
}
