package io.affut.modelimport.tensorflowjs;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/// The extents of a tensor, outermost first; none for a scalar. A tensor has at most 2^31 - 1
/// elements, so that every count and index is an `int`.
///
/// @param extents each at least 0
record Shape(List<Integer> extents) {
  Shape {
    extents = List.copyOf(extents);
  }

  /// A shape of any extents that a file may hold.
  static Shape of(List<Long> extents) {
    long elements = 1;
    for (long extent : extents) {
      // Both factors are below 2^31, so the product cannot overflow.
      if (extent < 0 || extent > Integer.MAX_VALUE) {
        throw absurd(extents);
      }
      elements *= extent;
      if (elements > Integer.MAX_VALUE) {
        throw absurd(extents);
      }
    }
    return new Shape(extents.stream().map(Long::intValue).toList());
  }

  static Shape of(long... extents) {
    return of(Arrays.stream(extents).boxed().toList());
  }

  private static ShapeException absurd(List<Long> extents) {
    return new ShapeException("there is no tensor of shape " + extents);
  }

  int rank() {
    return extents.size();
  }

  int extent(int axis) {
    return extents.get(axis);
  }

  int elements() {
    return extents.stream().reduce(1, (a, b) -> a * b);
  }

  /// The shape after a transpose: axis `i` of the result is axis `axes[i]` of this.
  Shape permuted(int... axes) {
    return new Shape(Arrays.stream(axes).mapToObj(extents::get).toList());
  }

  /// This shape with extents of 1 put in front until it has `rank` axes.
  Shape padded(int rank) {
    List<Integer> padded = new ArrayList<>(Collections.nCopies(rank - rank(), 1));
    padded.addAll(extents);
    return new Shape(padded);
  }

  /// This shape with one extent changed.
  Shape with(int axis, long extent) {
    long[] changed = longs();
    changed[axis] = extent;
    return of(changed);
  }

  /// What two shapes give when an element-wise operation broadcasts them against each other.
  static Shape broadcast(Shape a, Shape b) {
    int rank = Math.max(a.rank(), b.rank());
    Shape left = a.padded(rank);
    Shape right = b.padded(rank);
    long[] extents = new long[rank];
    for (int i = 0; i < rank; i++) {
      int x = left.extent(i);
      int y = right.extent(i);
      if (x != y && x != 1 && y != 1) {
        throw new ShapeException("shapes " + a + " and " + b + " do not fit each other");
      }
      extents[i] = x == 1 ? y : x;
    }
    return of(extents);
  }

  /// For each axis, how many elements lie between two neighbours along it.
  int[] strides() {
    int[] strides = new int[rank()];
    int stride = 1;
    for (int axis = rank() - 1; axis >= 0; axis--) {
      strides[axis] = stride;
      stride *= extent(axis);
    }
    return strides;
  }

  long[] longs() {
    return extents.stream().mapToLong(Integer::longValue).toArray();
  }

  @Override
  public String toString() {
    return extents.toString();
  }
}
