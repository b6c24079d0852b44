package io.affut.cli.bench;

import io.affut.engine.pipeline.Stage;

/// One stage of one picture.
///
/// @param picture its index in the run
/// @param thread the name of the thread that ended the stage
/// @param begin on the clock of [System#nanoTime()]
/// @param end on the same clock
/// @param cpu what the thread spent on it, in nanoseconds; 0 for the network, which computes in
///   threads that are not Java's
public record Slice(Stage stage, int picture, String thread, long begin, long end, long cpu) {

  /// By the wall clock, in nanoseconds.
  public long duration() {
    return end - begin;
  }
}
