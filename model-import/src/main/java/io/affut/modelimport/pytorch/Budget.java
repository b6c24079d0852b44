package io.affut.modelimport.pytorch;

/// What a pickle may ask for, so that a small file takes neither much memory nor much time. What it
/// repeats by its memo counts each time that it has to be copied.
///
/// The pickle of a YOLO11x, a network of 57 million parameters, takes 102 000 steps.
final class Budget {
  private static final long MOST_STEPS = 4_000_000;
  private static final long MOST_BYTES = 64 << 20;

  private long steps;
  private long bytes;

  /// Counts operations of the pickle, and values that are copied.
  void steps(long count) throws Refusal {
    steps += count;
    if (steps > MOST_STEPS) {
      throw new Refusal("its pickle has more than " + MOST_STEPS + " steps");
    }
  }

  /// Counts bytes that are made of something else.
  void bytes(long count) throws Refusal {
    bytes += count;
    if (bytes > MOST_BYTES) {
      throw new Refusal("its pickle makes more than " + MOST_BYTES + " bytes out of text");
    }
  }
}
