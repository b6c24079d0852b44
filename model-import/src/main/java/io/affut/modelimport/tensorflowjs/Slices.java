package io.affut.modelimport.tensorflowjs;

import io.affut.modelimport.ModelImportException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// Parts of a value, cut out along its axes with steps.
final class Slices {
  static final Map<String, Operation> OPERATIONS =
      Map.of("StridedSlice", Slices::strided, "Slice", Slices::plain);

  private Slices() {}

  /// Which indices of an axis are kept: `count` of them from `start` on, `step` apart.
  private record Cut(int start, int step, int count) {
    static Cut all(int extent) {
      return new Cut(0, 1, extent);
    }

    /// The end as ONNX wants it, where negative numbers count from the end of the axis.
    int end() {
      if (count == 0) {
        return start;
      }
      int last = start + step * (count - 1);
      return step > 0 ? last + 1 : last > 0 ? last - 1 : Integer.MIN_VALUE;
    }
  }

  private static Value plain(GraphNode node, Conversion conversion) throws ModelImportException {
    Value x = conversion.input(node, 0);
    int rank = x.shape().rank();
    int[] begin = conversion.integers(node, 1);
    int[] size = conversion.integers(node, 2);
    if (begin.length != rank || size.length != rank) {
      throw node.refusal("cuts " + x.shape() + " along a wrong number of axes");
    }
    List<Cut> cuts = new ArrayList<>();
    for (int axis = 0; axis < rank; axis++) {
      int extent = x.shape().extent(axis);
      int count = size[axis] == -1 ? extent - begin[axis] : size[axis];
      if (begin[axis] < 0 || count < 0 || (long) begin[axis] + count > extent) {
        throw node.refusal("cuts outside of " + x.shape());
      }
      cuts.add(new Cut(begin[axis], 1, count));
    }
    return cut(node, conversion, x, cuts, counts(cuts, x));
  }

  /// What Python writes as `x[begin:end:step, ..., index, newaxis]`: masks say, bit by bit, which
  /// entries of `begin`, `end` and `strides` mean something else than a range.
  private static Value strided(GraphNode node, Conversion conversion) throws ModelImportException {
    Value x = conversion.input(node, 0);
    int rank = x.shape().rank();
    int[] begin = conversion.integers(node, 1);
    int[] end = conversion.integers(node, 2);
    int[] strides = conversion.integers(node, 3);
    if (end.length != begin.length || strides.length != begin.length || begin.length > 31) {
      throw node.refusal("has ranges of different lengths");
    }
    Masks masks = Masks.of(node);
    List<Cut> cuts = new ArrayList<>();
    List<Integer> extents = new ArrayList<>();
    for (int i = 0; i < begin.length; i++) {
      if (masks.isEllipsis(i)) {
        int followers = masks.axesAfter(i, begin.length);
        while (cuts.size() < rank - followers) {
          extents.add(x.shape().extent(cuts.size()));
          cuts.add(Cut.all(x.shape().extent(cuts.size())));
        }
      } else if (masks.isNewAxis(i)) {
        keepBatchFirst(x, cuts);
        extents.add(1);
      } else if (cuts.size() == rank) {
        throw node.refusal("cuts " + x.shape() + " along more axes than it has");
      } else if (masks.isSingle(i)) {
        keepBatchFirst(x, cuts);
        int axis = cuts.size();
        cuts.add(new Cut(conversion.axis(node, begin[i], x.shape().extent(axis)), 1, 1));
      } else {
        Cut cut =
            range(node, masks, i, x.shape().extent(cuts.size()), begin[i], end[i], strides[i]);
        cuts.add(cut);
        extents.add(cut.count());
      }
    }
    for (int axis = cuts.size(); axis < rank; axis++) {
      cuts.add(Cut.all(x.shape().extent(axis)));
      extents.add(x.shape().extent(axis));
    }
    return cut(node, conversion, x, cuts, new Shape(extents, x.shape().batch()));
  }

  /// Refuses a batch where the next axis of the result would come before it or in its place.
  private static void keepBatchFirst(Value x, List<Cut> cuts) {
    if (cuts.isEmpty()) {
      x.shape().requireNoBatch();
    }
  }

  /// @param entry which of the ranges it is
  private static Cut range(
      GraphNode node, Masks masks, int entry, int extent, int begin, int end, int step)
      throws ModelImportException {
    if (step == 0) {
      throw node.refusal("cuts with a step of 0");
    }
    // Backwards, the place before the first element is -1.
    long lowest = step > 0 ? 0 : -1;
    long highest = step > 0 ? extent : extent - 1;
    long from = begin < 0 ? (long) begin + extent : begin;
    long to = end < 0 ? (long) end + extent : end;
    from =
        masks.isOpenBegin(entry)
            ? (step > 0 ? lowest : highest)
            : Math.clamp(from, lowest, highest);
    to = masks.isOpenEnd(entry) ? (step > 0 ? highest : lowest) : Math.clamp(to, lowest, highest);
    long count = Math.max(0, Math.ceilDiv(to - from, (long) step));
    return new Cut((int) from, step, (int) count);
  }

  private static Shape counts(List<Cut> cuts, Value x) {
    return new Shape(cuts.stream().map(Cut::count).toList(), x.shape().batch());
  }

  /// @param result the counts of `cuts`, without the axes of single indices and with new ones
  private static Value cut(
      GraphNode node, Conversion conversion, Value x, List<Cut> cuts, Shape result) {
    Shape shape = counts(cuts, x);
    if (x instanceof Constant constant) {
      int start = 0;
      int[] steps = x.shape().strides();
      for (int axis = 0; axis < steps.length; axis++) {
        start += cuts.get(axis).start() * steps[axis];
        steps[axis] *= cuts.get(axis).step();
      }
      return constant.picked(shape, start, steps).reshaped(result).renamed(node.name());
    }
    if (result.equals(shape)) {
      return sliced(node, conversion, node.name(), x, x.home(), cuts);
    }
    Value part = sliced(node, conversion, node.name() + ":cut", x, Layout.AS_WRITTEN, cuts);
    return Reshaping.of(node.name(), conversion, part, Layout.AS_WRITTEN, result);
  }

  private static Computed sliced(
      GraphNode node, Conversion conversion, String name, Value x, Layout layout, List<Cut> cuts) {
    int first = x.shape().batch() ? 1 : 0; // of a batch of one nothing can be cut off
    int cutAxes = cuts.size() - first;
    int[] starts = new int[cutAxes];
    int[] ends = new int[cutAxes];
    int[] steps = new int[cutAxes];
    for (int axis = first; axis < cuts.size(); axis++) {
      int place = layout.axis(axis) - first;
      starts[place] = cuts.get(axis).start();
      ends[place] = cuts.get(axis).end();
      steps[place] = cuts.get(axis).step();
    }
    Computed part = new Computed(name, x.type(), counts(cuts, x), layout);
    conversion.add(
        "Slice",
        part.tensor(),
        List.of(
            conversion.tensor(x, layout),
            conversion.integers(node.name(), "starts", starts),
            conversion.integers(node.name(), "ends", ends),
            conversion.integers(node.name(), "axes", IntStream.range(first, cuts.size()).toArray()),
            conversion.integers(node.name(), "steps", steps)));
    return part;
  }

  /// The bit masks of a StridedSlice, by the number of the entry.
  private record Masks(long openBegin, long openEnd, long ellipsis, long newAxis, long single) {
    static Masks of(GraphNode node) throws ModelImportException {
      Attributes attributes = node.attributes();
      return new Masks(
          attributes.integer("begin_mask", 0),
          attributes.integer("end_mask", 0),
          attributes.integer("ellipsis_mask", 0),
          attributes.integer("new_axis_mask", 0),
          attributes.integer("shrink_axis_mask", 0));
    }

    boolean isOpenBegin(int entry) {
      return (openBegin >> entry & 1) != 0;
    }

    boolean isOpenEnd(int entry) {
      return (openEnd >> entry & 1) != 0;
    }

    boolean isEllipsis(int entry) {
      return (ellipsis >> entry & 1) != 0;
    }

    boolean isNewAxis(int entry) {
      return (newAxis >> entry & 1) != 0;
    }

    boolean isSingle(int entry) {
      return (single >> entry & 1) != 0;
    }

    /// How many of the entries after `entry` stand for an axis.
    int axesAfter(int entry, int entries) {
      return (int) IntStream.range(entry + 1, entries).filter(i -> !isNewAxis(i)).count();
    }
  }
}
