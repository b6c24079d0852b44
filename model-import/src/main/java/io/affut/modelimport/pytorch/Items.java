package io.affut.modelimport.pytorch;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/// A list, tuple or set, in the order of the file.
public final class Items implements Value {
  private final Kind kind;
  private final ArrayList<Value> values;

  /// What it is in Python.
  public enum Kind {
    /// A `list`, or a `deque`.
    LIST,
    /// A `tuple`, or a `torch.Size`.
    TUPLE,
    /// A `set`.
    SET,
    /// A `frozenset`.
    FROZENSET
  }

  Items(Kind kind, List<Value> values) {
    this.kind = kind;
    this.values = new ArrayList<>(values);
  }

  /// What it is in Python.
  public Kind kind() {
    return kind;
  }

  /// What it holds; a view that cannot be changed.
  public List<Value> values() {
    return Collections.unmodifiableList(values);
  }

  void add(List<Value> more) {
    values.addAll(more);
  }

  /// One line that does not look into the values, which may contain this.
  @Override
  public String toString() {
    return kind.name().toLowerCase(Locale.ROOT) + " of " + values.size();
  }
}
