package io.affut.engine.head;

import io.affut.engine.detection.Category;
import io.affut.engine.model.ClassMapping;
import io.affut.engine.model.DetectorManifest;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// CenterNet: every object is a peak in a heat map ("Objects as Points", Zhou, Wang, Krähenbühl,
/// 2019).
///
/// Two outputs, channels last, over a grid of cells that are [DetectorManifest.CenterNet#stride]
/// input pixels wide and high: heat, one value between 0 and 1 for each class; and extent, the
/// distances in input pixels from the cell's top left corner to the box's left, top, right and
/// bottom edge. A detection is a cell whose best class's heat is at least that of its eight
/// neighbours.
record CenterNetHead(DetectorManifest.CenterNet settings, ClassMapping classes) implements Head {
  private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED;

  @Override
  public List<String> outputs() {
    return List.of(settings.heat(), settings.extent());
  }

  @Override
  public List<List<Long>> extents(int inputWidth, int inputHeight) {
    long columns = inputWidth / settings.stride();
    long rows = inputHeight / settings.stride();
    return List.of(List.of(rows, columns, (long) classes.size()), List.of(rows, columns, 4L));
  }

  @Override
  public List<Candidate> candidates(
      List<MemorySegment> outputs, int inputWidth, int inputHeight, float threshold) {
    int columns = inputWidth / settings.stride();
    int rows = inputHeight / settings.stride();
    int classCount = classes.size();
    MemorySegment heat = outputs.get(0);
    MemorySegment extent = outputs.get(1);

    // Few cells are hot, so the neighbours of those are looked at again instead of keeping them
    // all.
    List<Candidate> found = new ArrayList<>();
    for (int cell = 0; cell < columns * rows; cell++) {
      float best = best(heat, cell, classCount);
      int column = cell % columns;
      int row = cell / columns;
      if (best > threshold && isPeak(heat, classCount, best, columns, rows, column, row)) {
        Optional<Category> category = category(heat, cell, classCount, best);
        if (category.isPresent()) {
          found.add(box(extent, cell, column, row, category.get(), best));
        }
      }
    }
    return found;
  }

  /// The heat of a cell's best class.
  private static float best(MemorySegment heat, int cell, int classCount) {
    long at = 4L * cell * classCount;
    float best = heat.get(FLOAT, at);
    for (int i = 1; i < classCount; i++) {
      best = Math.max(best, heat.get(FLOAT, at + 4L * i));
    }
    return best;
  }

  private static boolean isPeak(
      MemorySegment heat, int classCount, float best, int columns, int rows, int column, int row) {
    for (int y = Math.max(row - 1, 0); y <= Math.min(row + 1, rows - 1); y++) {
      for (int x = Math.max(column - 1, 0); x <= Math.min(column + 1, columns - 1); x++) {
        if (best(heat, y * columns + x, classCount) > best) {
          return false;
        }
      }
    }
    return true;
  }

  /// The category of the first class that has the cell's best heat, if that class is wanted.
  private Optional<Category> category(MemorySegment heat, int cell, int classCount, float best) {
    for (int i = 0; i < classCount; i++) {
      if (heat.get(FLOAT, 4L * ((long) cell * classCount + i)) == best) {
        return classes.category(i);
      }
    }
    return Optional.empty();
  }

  private Candidate box(
      MemorySegment extent, int cell, int column, int row, Category category, float confidence) {
    float x = column * settings.stride();
    float y = row * settings.stride();
    long at = 16L * cell;
    return new Candidate(
        category,
        confidence,
        x - extent.get(FLOAT, at),
        y - extent.get(FLOAT, at + 4),
        x + extent.get(FLOAT, at + 8),
        y + extent.get(FLOAT, at + 12));
  }
}
