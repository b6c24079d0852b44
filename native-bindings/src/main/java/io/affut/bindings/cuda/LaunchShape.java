package io.affut.bindings.cuda;

/// How many threads run a kernel: blocks of threads, in up to three directions.
///
/// @param blocksX at least 1
/// @param blocksY 1 to 65535
/// @param blocksZ 1 to 65535
/// @param threadsX of a block, at least 1
/// @param threadsY likewise
/// @param threadsZ likewise; a block has at most 1024 threads
public record LaunchShape(
    int blocksX, int blocksY, int blocksZ, int threadsX, int threadsY, int threadsZ) {
  private static final int MOST_BLOCKS = 65_535;
  private static final int MOST_THREADS = 1024;

  /// @throws IllegalArgumentException when no device takes such a shape
  public LaunchShape {
    boolean some =
        Math.min(Math.min(blocksX, blocksY), blocksZ) > 0
            && Math.min(Math.min(threadsX, threadsY), threadsZ) > 0;
    if (!some
        || Math.max(blocksY, blocksZ) > MOST_BLOCKS
        || (long) threadsX * threadsY * threadsZ > MOST_THREADS) {
      throw new IllegalArgumentException(
          "no device runs %d x %d x %d blocks of %d x %d x %d threads"
              .formatted(blocksX, blocksY, blocksZ, threadsX, threadsY, threadsZ));
    }
  }

  /// A thread for each of `width` x `height` x `depth` places, and some beyond, which the kernel
  /// leaves alone: blocks of 32 x 8 threads.
  ///
  /// @throws IllegalArgumentException when no device takes such a shape
  public static LaunchShape covering(int width, int height, int depth) {
    return new LaunchShape(Math.ceilDiv(width, 32), Math.ceilDiv(height, 8), depth, 32, 8, 1);
  }
}
