package io.affut.engine.head;

/// The grids of a YOLO network: cells of 8, 16, 32 input pixels and so on.
final class Grids {
  private static final int FINEST = 8;

  private Grids() {}

  /// How many cells all grids have together.
  ///
  /// @param coarsest input pixels a cell of the last grid, 8 times a power of two
  static int cells(int width, int height, int coarsest) {
    int cells = 0;
    for (int stride = FINEST; stride <= coarsest; stride *= 2) {
      cells += width / stride * (height / stride);
    }
    return cells;
  }
}
