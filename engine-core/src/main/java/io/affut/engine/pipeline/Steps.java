package io.affut.engine.pipeline;

import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;

/// The way from the workers to the collecting thread, with room for a few steps. Safe for any
/// thread.
final class Steps {
  private final BlockingQueue<Step> steps;

  /// Beside the steps, since the collecting thread has something to say too and must not wait for
  /// itself.
  private final Queue<String> notices = new ConcurrentLinkedQueue<>();

  /// @param room how many steps wait at most, before those wait who bring them
  Steps(int room) {
    steps = new ArrayBlockingQueue<>(room);
  }

  /// Hands a step over; waits while there is no room.
  void put(Step step) {
    try {
      steps.put(step);
    } catch (InterruptedException e) {
      throw new IllegalStateException("nothing interrupts the workers of a run", e);
    }
  }

  /// The next step; null when none came for a second.
  Step poll() throws InterruptedException {
    return steps.poll(1, TimeUnit.SECONDS);
  }

  /// A sentence that the user has to hear; never waits.
  void tell(String sentence) {
    notices.add(sentence);
  }

  /// The next sentence that nobody has heard; null when there is none.
  String notice() {
    return notices.poll();
  }
}
