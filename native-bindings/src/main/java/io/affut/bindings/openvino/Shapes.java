package io.affut.bindings.openvino;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Shapes between Java and C.
final class Shapes {
  private static final long RANK = OpenVinoC.offset(OpenVinoC.OV_SHAPE_T, "rank");
  private static final long DIMS = OpenVinoC.offset(OpenVinoC.OV_SHAPE_T, "dims");
  private static final long PARTIAL_RANK = OpenVinoC.offset(OpenVinoC.OV_PARTIAL_SHAPE_T, "rank");
  private static final long PARTIAL_DIMS = OpenVinoC.offset(OpenVinoC.OV_PARTIAL_SHAPE_T, "dims");
  private static final long MIN = OpenVinoC.offset(OpenVinoC.OV_DIMENSION_T, "min");
  private static final long MAX = OpenVinoC.offset(OpenVinoC.OV_DIMENSION_T, "max");

  private Shapes() {}

  /// An `ov_shape_t` of these extents.
  static MemorySegment allocate(SegmentAllocator memory, long[] extents) {
    MemorySegment shape = memory.allocate(OpenVinoC.OV_SHAPE_T);
    shape.set(JAVA_LONG, RANK, extents.length);
    shape.set(ADDRESS, DIMS, memory.allocateFrom(JAVA_LONG, extents));
    return shape;
  }

  /// The extents of an `ov_shape_t`.
  static long[] read(MemorySegment shape) {
    long rank = shape.get(JAVA_LONG, RANK);
    return OpenVinoC.sized(shape.get(ADDRESS, DIMS), rank * Long.BYTES).toArray(JAVA_LONG);
  }

  /// Fills an `ov_partial_shape_t`.
  static void write(SegmentAllocator memory, List<Dimension> dimensions, MemorySegment shape) {
    write(new Dimension(dimensions.size(), dimensions.size()), shape.asSlice(PARTIAL_RANK));
    long size = OpenVinoC.OV_DIMENSION_T.byteSize();
    MemorySegment dims = memory.allocate(OpenVinoC.OV_DIMENSION_T, dimensions.size());
    for (int i = 0; i < dimensions.size(); i++) {
      write(dimensions.get(i), dims.asSlice(i * size));
    }
    shape.set(ADDRESS, PARTIAL_DIMS, dims);
  }

  /// What an `ov_partial_shape_t` says.
  static PartialShape readPartial(MemorySegment shape) {
    Dimension rank = readDimension(shape.asSlice(PARTIAL_RANK));
    if (!rank.isStatic()) {
      return new PartialShape(Optional.empty());
    }
    long size = OpenVinoC.OV_DIMENSION_T.byteSize();
    MemorySegment dims = OpenVinoC.sized(shape.get(ADDRESS, PARTIAL_DIMS), rank.min() * size);
    List<Dimension> dimensions = new ArrayList<>();
    for (long i = 0; i < rank.min(); i++) {
      dimensions.add(readDimension(dims.asSlice(i * size)));
    }
    return new PartialShape(Optional.of(dimensions));
  }

  private static void write(Dimension dimension, MemorySegment target) {
    target.set(JAVA_LONG, MIN, dimension.min());
    target.set(JAVA_LONG, MAX, dimension.max());
  }

  private static Dimension readDimension(MemorySegment source) {
    return new Dimension(
        Math.max(0, source.get(JAVA_LONG, MIN)),
        Math.max(Dimension.UNBOUNDED, source.get(JAVA_LONG, MAX)));
  }
}
