package io.affut.modelimport.tensorflowjs;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/// The extents of a tensor, outermost first; none for a scalar. A tensor has at most 2^31 - 1
/// elements, so that every count and index is an `int`.
///
/// Where the first axis is a batch of any size, everything is reckoned for a batch of one: a graph
/// that treats each picture alone does to many what it does to one. What would put a batch in
/// another place, or mix it with other axes, is a [FixedBatchException].
///
/// @param extents each at least 0; 1 for a batch
/// @param batch whether the first axis is a batch of any size
record Shape(List<Integer> extents, boolean batch) {
  Shape {
    extents = List.copyOf(extents);
    if (batch && (extents.isEmpty() || extents.getFirst() != 1)) {
      throw new FixedBatchException("there is no place for a batch in the shape " + extents);
    }
  }

  /// A shape of fixed extents.
  Shape(List<Integer> extents) {
    this(extents, false);
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

  /// The same extents, the first of them a batch if this has one.
  ///
  /// @param other for as many elements, in the same order
  Shape inShape(Shape other) {
    return new Shape(other.extents(), batch);
  }

  /// The shape after a transpose: axis `i` of the result is axis `axes[i]` of this.
  Shape permuted(int... axes) {
    if (batch && axes[0] != 0) {
      throw new FixedBatchException("the batch of " + this + " is moved");
    }
    return new Shape(Arrays.stream(axes).mapToObj(extents::get).toList(), batch);
  }

  /// This shape with extents of 1 put in front until it has `rank` axes.
  Shape padded(int rank) {
    if (rank == rank()) {
      return this;
    }
    requireNoBatch();
    List<Integer> padded = new ArrayList<>(Collections.nCopies(rank - rank(), 1));
    padded.addAll(extents);
    return new Shape(padded);
  }

  /// This shape with one extent changed.
  Shape with(int axis, long extent) {
    long[] changed = longs();
    changed[axis] = extent;
    return new Shape(of(changed).extents(), batch);
  }

  /// For what cannot be done to a batch of any size.
  void requireNoBatch() {
    if (batch) {
      throw new FixedBatchException("the batch of " + this + " would be no batch any more");
    }
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
    return new Shape(of(extents).extents(), left.batch || right.batch);
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
