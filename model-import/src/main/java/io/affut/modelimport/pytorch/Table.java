package io.affut.modelimport.pytorch;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A `dict`, `OrderedDict`, `defaultdict` or `Counter`, in the order of the file.
public final class Table implements Value {
  /// Keys are compared, and a pickle can have the same long one compared many times.
  private static final int LONGEST_KEY = 1 << 16;

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

  /// As in Python, a text that comes again keeps its place and gets the new value, and a key is
  /// nothing that can change: no list, set or mapping.
  void put(Value key, Value value) throws Refusal {
    boolean changes =
        switch (key) {
          case Table _ -> true;
          case Items items -> items.kind() == Items.Kind.LIST || items.kind() == Items.Kind.SET;
          default -> false;
        };
    if (changes) {
      throw new Refusal("its pickle has a mapping with a " + key + " as a key");
    }
    if (key instanceof Value.Text(String text) && text.length() > LONGEST_KEY) {
      throw new Refusal("its pickle has a key of " + text.length() + " characters");
    }
    entries.put(comparable(key), Map.entry(key, value));
  }

  /// Adds what another one has, in its order.
  void putAll(Table other) throws Refusal {
    for (Map.Entry<Value, Value> entry : other.entries()) {
      put(entry.getKey(), entry.getValue());
    }
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
