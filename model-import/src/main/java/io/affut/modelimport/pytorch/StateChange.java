package io.affut.modelimport.pytorch;

import java.util.List;

/// What a pickle does to a value that it has made: items, entries and attributes are added.
final class StateChange {
  /// Keys are compared, and a pickle can have the same long one compared many times.
  private static final int LONGEST_KEY = 1 << 16;

  private final Budget budget;

  StateChange(Budget budget) {
    this.budget = budget;
  }

  /// Adds to a list or set.
  void add(List<Value> values, Value target) throws Refusal {
    switch (target) {
      case Items items when items.kind() == Items.Kind.LIST || items.kind() == Items.Kind.SET ->
          items.add(values);
      case Opaque _ -> {}
      default -> throw odd("items", target);
    }
  }

  /// Adds entries to a mapping, or to an object of a class that is one too.
  ///
  /// @param pairs keys and values in turn
  void put(List<Value> pairs, Value target) throws Refusal {
    if (pairs.size() % 2 != 0) {
      throw new Refusal("its pickle has a key without a value");
    }
    Table table =
        switch (target) {
          case Table own -> own;
          case Instance instance -> instance.state();
          case Opaque _ -> new Table();
          default -> throw odd("entries", target);
        };
    for (int i = 0; i < pairs.size(); i += 2) {
      put(table, pairs.get(i), pairs.get(i + 1));
    }
  }

  /// Gives an object its state: a mapping, a pair of mappings, or what its class alone understands.
  /// The state of a container or tensor says nothing of its contents and is dropped.
  void state(Value state, Value target) throws Refusal {
    switch (target) {
      case Instance instance -> {
        switch (state) {
          case Value.None _ -> {}
          case Table table -> putAll(instance.state(), table);
          case Items pair when isPairOfMappings(pair) -> {
            for (Value half : pair.values()) {
              if (half instanceof Table table) {
                putAll(instance.state(), table);
              }
            }
          }
          default -> instance.state().put(new Value.Text("__setstate__"), state);
        }
      }
      case Opaque _, Table _, Items _, Tensor _ -> {}
      default -> throw odd("a state", target);
    }
  }

  private void putAll(Table target, Table source) throws Refusal {
    budget.steps(source.size());
    source.entries().forEach(entry -> target.put(entry.getKey(), entry.getValue()));
  }

  private static boolean isPairOfMappings(Items items) {
    return items.kind() == Items.Kind.TUPLE
        && items.values().size() == 2
        && items.values().stream()
            .allMatch(half -> half instanceof Table || half instanceof Value.None);
  }

  /// A key is something that Python could tell from others: no list, set or mapping.
  private static void put(Table table, Value key, Value value) throws Refusal {
    boolean changeable =
        switch (key) {
          case Table _ -> true;
          case Items items -> items.kind() == Items.Kind.LIST || items.kind() == Items.Kind.SET;
          default -> false;
        };
    if (changeable) {
      throw new Refusal("its pickle has a mapping with a " + key + " as a key");
    }
    if (key instanceof Value.Text(String text) && text.length() > LONGEST_KEY) {
      throw new Refusal("its pickle has a key of " + text.length() + " characters");
    }
    table.put(key, value);
  }

  private static Refusal odd(String what, Value target) {
    String kind =
        switch (target) {
          case Items items -> "a " + items;
          case GlobalName(String name) -> name;
          case Instance instance -> "a " + instance;
          default -> "a " + target.getClass().getSimpleName();
        };
    return new Refusal("its pickle gives " + what + " to " + kind);
  }
}
