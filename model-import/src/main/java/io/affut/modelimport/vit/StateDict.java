package io.affut.modelimport.vit;

import io.affut.modelimport.ModelImportException;
import io.affut.modelimport.pytorch.Table;
import io.affut.modelimport.pytorch.Tensor;
import io.affut.modelimport.pytorch.Value;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// The weights of a network by name, as PyTorch's `state_dict()` gives them, without the prefix
/// that a class around the network has put before each name.
///
/// It knows what was asked for: a weight that nobody has asked for means that the network is not
/// the one it was taken for.
final class StateDict {
  /// Where training programs put it in a checkpoint; moving averages only where there is nothing
  /// else.
  private static final List<String> PLACES =
      List.of(
          "state_dict",
          "model_state_dict",
          "model",
          "net",
          "network",
          "module",
          "weights",
          "model_ema",
          "state_dict_ema",
          "ema");

  private static final int LONGEST_SHOWN = 80;

  private final Table table;
  private final String prefix;
  private final Set<String> asked = new HashSet<>();

  private StateDict(Table table, String prefix) {
    this.table = table;
    this.prefix = prefix;
  }

  /// The state dict in a checkpoint, or the checkpoint itself where it is nothing else.
  ///
  /// @param landmark the name of a weight that it must have; what stands before it is the prefix
  static Optional<StateDict> find(Value root, String landmark) {
    if (!(root instanceof Table checkpoint)) {
      return Optional.empty();
    }
    return Stream.concat(
            PLACES.stream().flatMap(place -> checkpoint.get(place).stream()), Stream.of(checkpoint))
        .flatMap(place -> place instanceof Table table ? Stream.of(table) : Stream.empty())
        .flatMap(table -> prefix(table, landmark).map(prefix -> new StateDict(table, prefix)))
        .findFirst();
  }

  private static Stream<String> prefix(Table table, String landmark) {
    return table.entries().stream()
        .flatMap(entry -> name(entry).stream())
        .filter(name -> name.equals(landmark) || name.endsWith("." + landmark))
        .map(name -> name.substring(0, name.length() - landmark.length()));
  }

  private static Optional<String> name(Map.Entry<Value, Value> entry) {
    return entry.getKey() instanceof Value.Text(String name) ? Optional.of(name) : Optional.empty();
  }

  /// Whether there is such a weight.
  boolean has(String name) {
    return table.get(prefix + name).isPresent();
  }

  /// A weight of any shape.
  ///
  /// @throws ModelImportException if it is missing, or no tensor of floats
  Tensor weight(String name) throws ModelImportException {
    Value value = table.get(prefix + name).orElse(null);
    if (value == null) {
      throw new ModelImportException("the checkpoint lacks the weight " + prefix + name);
    }
    if (!(value instanceof Tensor tensor) || tensor.type().isWhole()) {
      throw new ModelImportException(
          "%s should be a tensor of floats, but is %s".formatted(prefix + name, value));
    }
    ignore(name);
    return tensor;
  }

  /// A weight of a certain shape.
  ///
  /// @throws ModelImportException if it is missing, or has another shape, or is no tensor of floats
  Tensor weight(String name, long... shape) throws ModelImportException {
    Tensor tensor = weight(name);
    List<Long> expected = Arrays.stream(shape).boxed().toList();
    if (!tensor.shape().equals(expected)) {
      throw new ModelImportException(
          "the weight %s has the shape %s instead of %s"
              .formatted(prefix + name, tensor.shape(), expected));
    }
    return tensor;
  }

  /// One extent of a weight whose shape says what the network is.
  ///
  /// @param rank how many extents it has
  /// @param axis which of them is asked for
  /// @throws ModelImportException if it is missing, or not from 1 to `largest`
  int extent(String name, int rank, int axis, int largest) throws ModelImportException {
    List<Long> shape = weight(name).shape();
    if (shape.size() != rank) {
      throw new ModelImportException(
          "the weight %s has the shape %s, but should have %d extents"
              .formatted(prefix + name, shape, rank));
    }
    long extent = shape.get(axis);
    if (extent < 1 || extent > largest) {
      throw new ModelImportException(
          "the weight %s has the shape %s, of which %d is not between 1 and %d"
              .formatted(prefix + name, shape, extent, largest));
    }
    return (int) extent;
  }

  /// The numbers of a small weight of a certain shape, row-major.
  float[] numbers(String name, long... shape) throws ModelImportException {
    return weight(name, shape).floats();
  }

  /// Accepts a weight that plays no part.
  void ignore(String name) {
    asked.add(prefix + name);
  }

  /// Refuses weights that nobody has asked for.
  void requireAllAsked() throws ModelImportException {
    for (Map.Entry<Value, Value> entry : table.entries()) {
      String name = name(entry).orElse("");
      if (!asked.contains(name)) {
        throw new ModelImportException(
            "the weight '%s' is not part of a network that is known here".formatted(shown(name)));
      }
    }
  }

  static String shown(String name) {
    String text = name.length() <= LONGEST_SHOWN ? name : name.substring(0, LONGEST_SHOWN) + "…";
    return text.replaceAll("\\p{Cntrl}", "?");
  }
}
