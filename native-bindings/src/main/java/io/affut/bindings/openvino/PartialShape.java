package io.affut.bindings.openvino;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// The extents of a tensor, outermost first, some of which may be open until the model runs.
///
/// @param dimensions the extents; empty where not even their number is known
public record PartialShape(Optional<List<Dimension>> dimensions) {
  /// Copies the list.
  public PartialShape {
    dimensions = dimensions.map(List::copyOf);
  }

  /// A shape of these extents; -1 stands for an open one.
  public static PartialShape of(long... extents) {
    return new PartialShape(Optional.of(Arrays.stream(extents).mapToObj(Dimension::of).toList()));
  }

  /// Whether every extent is fixed.
  public boolean isStatic() {
    return dimensions.map(list -> list.stream().allMatch(Dimension::isStatic)).orElse(false);
  }

  /// The fixed extents.
  ///
  /// @throws IllegalStateException when one of them is open
  public long[] extents() {
    if (!isStatic()) {
      throw new IllegalStateException("the shape " + this + " is not fixed");
    }
    return dimensions.orElseThrow().stream().mapToLong(Dimension::min).toArray();
  }

  /// `{1,3,?,?}`, or `?` where the number of extents is open too.
  @Override
  public String toString() {
    return dimensions
        .map(list ->
            list.stream().map(Dimension::toString).collect(Collectors.joining(",", "{", "}")))
        .orElse("?");
  }
}
