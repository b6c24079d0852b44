package io.affut.modelimport.yolo;

import io.affut.modelimport.pytorch.Items;
import io.affut.modelimport.pytorch.Value;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// A number for each axis of a picture, such as a stride.
record Pair(int vertical, int horizontal) {
  /// As PyTorch keeps it: one number for both axes, or two, the vertical one first.
  static Optional<Pair> of(Value value) {
    List<Value> both = value instanceof Items items ? items.values() : List.of(value, value);
    if (both.size() != 2) {
      return Optional.empty();
    }
    OptionalInt vertical = whole(both.getFirst());
    OptionalInt horizontal = whole(both.getLast());
    return vertical.isPresent() && horizontal.isPresent()
        ? Optional.of(new Pair(vertical.getAsInt(), horizontal.getAsInt()))
        : Optional.empty();
  }

  /// A number without a fraction that fits an `int`.
  static OptionalInt whole(Value value) {
    return switch (value) {
      case Value.Whole(var number) when number.bitLength() < Integer.SIZE ->
          OptionalInt.of(number.intValue());
      case Value.Real(double number) when number == (int) number -> OptionalInt.of((int) number);
      default -> OptionalInt.empty();
    };
  }

  boolean isWithin(int least, int most) {
    return Math.min(vertical, horizontal) >= least && Math.max(vertical, horizontal) <= most;
  }
}
