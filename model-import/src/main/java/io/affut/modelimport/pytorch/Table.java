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

  /// As in Python, a text that comes again keeps its place and gets the new value.
  void put(Value key, Value value) {
    entries.put(comparable(key), Map.entry(key, value));
  }

  int size() {
    return entries.size();
  }

  /// What keys are told apart by. Only a text is compared with the keys that are there: a hash map
  /// is fast with texts even if their hashes were made to be the same. Other keys are written once,
  /// as the file has them.
  private static Object comparable(Value key) {
    return key instanceof Value.Text(String text) ? text : new Object();
  }

  /// One line that does not look into the values, which may contain this.
  @Override
  public String toString() {
    return "table of " + entries.size();
  }
}
