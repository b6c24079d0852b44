package io.affut.modelimport.pytorch;

import java.util.Arrays;

/// Which elements of a storage a tensor looks at, and in which order.
///
/// @param offset of the first element, in elements
/// @param shape extents, outermost first
/// @param strides the distance to the next element along each axis, in elements
record StridedView(long offset, long[] shape, long[] strides) {
  /// An expanded tensor repeats elements of a small storage. This is the most that it may hold
  /// beyond what is stored, so that a small file cannot ask for a lot of memory.
  private static final long MOST_REPEATED = 1 << 24;

  /// The most axes that a tensor may have; no real one comes near.
  static final int MOST_AXES = 64;

  /// Checks that every element lies in a storage of `stored` elements.
  static StridedView of(long stored, long offset, long[] shape, long[] strides) throws Refusal {
    if (shape.length != strides.length || shape.length > MOST_AXES) {
      throw absurd(shape, "has " + shape.length + " extents and " + strides.length + " strides");
    }
    if (offset < 0
        || Arrays.stream(shape).anyMatch(extent -> extent < 0)
        || Arrays.stream(strides).anyMatch(stride -> stride < 0)) {
      throw absurd(shape, "has a negative extent, stride or offset");
    }
    StridedView view = new StridedView(offset, shape.clone(), strides.clone());
    try {
      long count = view.count();
      if (count > 0 && view.last() >= stored) {
        throw absurd(shape, "needs more elements than the " + stored + " of its storage");
      }
      if (count > Math.max(stored, MOST_REPEATED)) {
        throw absurd(shape, "repeats the " + stored + " elements of its storage too often");
      }
    } catch (ArithmeticException e) {
      throw absurd(shape, "is larger than any file");
    }
    return view;
  }

  /// All elements of a storage, one after another.
  static StridedView whole(long stored) {
    return new StridedView(0, new long[] {stored}, new long[] {1});
  }

  /// The product of the extents.
  long count() {
    if (Arrays.stream(shape).anyMatch(extent -> extent == 0)) {
      return 0;
    }
    return Arrays.stream(shape).reduce(1, Math::multiplyExact);
  }

  /// The highest element that is looked at, where there is one.
  long last() {
    long last = offset;
    for (int axis = 0; axis < shape.length; axis++) {
      last = Math.addExact(last, Math.multiplyExact(shape[axis] - 1, strides[axis]));
    }
    return last;
  }

  /// Whether the elements lie one after another.
  boolean isContiguous() {
    long expected = 1;
    for (int axis = shape.length - 1; axis >= 0; axis--) {
      if (shape[axis] != 1 && strides[axis] != expected) {
        return false;
      }
      expected *= shape[axis];
    }
    return true;
  }

  private static Refusal absurd(long[] shape, String what) {
    String shown = shape.length > 8 ? shape.length + " axes" : "shape " + Arrays.toString(shape);
    return new Refusal("a tensor of " + shown + " " + what);
  }
}
