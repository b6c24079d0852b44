package io.affut.engine.head;

/// The grids of a YOLO network: cells of 8, 16, 32 input pixels and so on, or from 4 on.
final class Grids {
  private Grids() {}

  /// How many cells all grids have together.
  ///
  /// @param finest input pixels a cell of the first grid
  /// @param coarsest input pixels a cell of the last grid, `finest` times a power of two
  static int cells(int width, int height, int finest, int coarsest) {
    int cells = 0;
    for (int stride = finest; stride <= coarsest; stride *= 2) {
      cells += width / stride * (height / stride);
    }
    return cells;
  }
}
