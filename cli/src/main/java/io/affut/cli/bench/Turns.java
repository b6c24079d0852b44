package io.affut.cli.bench;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/// Lets one picture through at a time: a worker that asks whether the run is over waits until the
/// picture before has come out. For any thread.
final class Turns implements BooleanSupplier {
  private static final long GLANCE_MILLIS = 50;

  private final Semaphore turn = new Semaphore(1);
  private final BooleanSupplier over;

  /// @param over asked again and again while a worker waits
  Turns(BooleanSupplier over) {
    this.over = over;
  }

  /// A picture has come out, well or not.
  void next() {
    turn.release();
  }

  /// Whether the run is over; if it is not, it is the caller's turn to begin a picture.
  @Override
  public boolean getAsBoolean() {
    try {
      while (!over.getAsBoolean()) {
        if (turn.tryAcquire(GLANCE_MILLIS, TimeUnit.MILLISECONDS)) {
          return false;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return true;
  }
}
