package io.affut.modelimport.pytorch;

import java.util.List;

/// What a pickle does to a value that it has made: items, entries and attributes are added.
final class StateChange {
  /// The method that would be given a state of another kind.
  private static final Value OTHER_STATE = new Value.Text("__setstate__");

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
      table.put(pairs.get(i), pairs.get(i + 1));
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
          default -> instance.state().put(OTHER_STATE, state);
        }
      }
      case Opaque _, Table _, Items _, Tensor _ -> {}
      default -> throw odd("a state", target);
    }
  }

  private void putAll(Table target, Table source) throws Refusal {
    budget.steps(source.size());
    target.putAll(source);
  }

  private static boolean isPairOfMappings(Items items) {
    return items.kind() == Items.Kind.TUPLE
        && items.values().size() == 2
        && items.values().stream()
            .allMatch(half -> half instanceof Table || half instanceof Value.None);
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
