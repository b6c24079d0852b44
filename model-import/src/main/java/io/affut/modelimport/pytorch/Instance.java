package io.affut.modelimport.pytorch;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// An object of a class that networks are made of, such as a `torch.nn` module, or of a plain
/// container such as `types.SimpleNamespace`. No constructor was called: these are the arguments
/// and the state that the file holds.
///
/// A module of PyTorch keeps its weights in the attribute `_parameters`, its running means in
/// `_buffers` and its parts in `_modules`, each a [Table].
public final class Instance implements Value {
  private final String type;
  private final List<Value> arguments;
  private final Table attributes = new Table();

  Instance(String type, List<Value> arguments) {
    this.type = type;
    this.arguments = List.copyOf(arguments);
  }

  /// The full dotted name of its class, such as `ultralytics.nn.modules.conv.Conv`, or of the
  /// function that would have made it.
  public String type() {
    return type;
  }

  /// The arguments that it would have been made with, keywords as a [Table] at the end; mostly
  /// none.
  public List<Value> arguments() {
    return arguments;
  }

  /// An attribute of its state.
  public Optional<Value> get(String attribute) {
    return attributes.get(attribute);
  }

  /// Its whole state, in the order of the file. A state that is no `dict` is the one attribute
  /// `__setstate__`.
  public List<Map.Entry<Value, Value>> attributes() {
    return attributes.entries();
  }

  Table state() {
    return attributes;
  }

  /// One line that does not look into the attributes, which may contain this.
  @Override
  public String toString() {
    return type;
  }
}
