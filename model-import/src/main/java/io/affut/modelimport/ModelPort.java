package io.affut.modelimport;

import java.util.List;

/// An input or an output of a model.
///
/// @param name as in the original model and in the ONNX file
/// @param type what its elements are
/// @param shape the extents, outermost first, in the layout of the original model; [#ANY] for one
///   that may differ from run to run
/// @param symbols one for each extent: the name of one that may differ, such as `batch`, else
///   empty. Extents of the same name are equal
public record ModelPort(String name, ElementType type, List<Integer> shape, List<String> symbols) {
  /// Stands in the shape for an extent that may differ from run to run.
  public static final int ANY = -1;

  /// Keeps copies of the lists.
  public ModelPort {
    shape = List.copyOf(shape);
    symbols = List.copyOf(symbols);
    if (shape.size() != symbols.size()) {
      throw new IllegalArgumentException(
          "%s has %d extents, but %d names".formatted(name, shape.size(), symbols.size()));
    }
    for (int i = 0; i < shape.size(); i++) {
      if ((shape.get(i) < 0) == symbols.get(i).isEmpty()) {
        throw new IllegalArgumentException(
            "extent %d of %s is %d with the name '%s'"
                .formatted(i, name, shape.get(i), symbols.get(i)));
      }
    }
  }

  /// A port whose extents are all fixed.
  public ModelPort(String name, ElementType type, List<Integer> shape) {
    this(name, type, shape, shape.stream().map(extent -> "").toList());
  }

  /// A port of 32-bit floats.
  ///
  /// @param extents outermost first; each a whole number, or the name of one that may differ:
  ///   `floats("images", "batch", "3", "height", "width")`
  public static ModelPort floats(String name, String... extents) {
    List<String> texts = List.of(extents);
    return new ModelPort(
        name,
        ElementType.FLOAT32,
        texts.stream().map(text -> isNumber(text) ? Integer.parseInt(text) : ANY).toList(),
        texts.stream().map(text -> isNumber(text) ? "" : text).toList());
  }

  private static boolean isNumber(String extent) {
    return !extent.isEmpty() && Character.isDigit(extent.charAt(0));
  }
}
