package io.affut.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/// Lets a run end in order when the user presses Ctrl-C or closes the terminal, or the system asks
/// the program to end: the Java runtime waits until what was begun is written, and then exits with
/// 129, 130 or 143.
final class Interruption implements AutoCloseable {
  private static final int PATIENCE_SECONDS = 60;

  private final AtomicBoolean asked = new AtomicBoolean();
  private final CountDownLatch finished = new CountDownLatch(1);
  private final Thread hook =
      new Thread(
          () -> {
            asked.set(true);
            try {
              finished.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
          },
          "affut-interruption");

  Interruption() {
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /// Whether the run is to end.
  boolean asked() {
    return asked.get();
  }

  /// Says that everything is written.
  @Override
  public void close() {
    finished.countDown();
    if (!asked()) {
      try {
        Runtime.getRuntime().removeShutdownHook(hook);
      } catch (IllegalStateException e) {
        // The program is ending this very moment: the hook sees that all is finished.
      }
    }
  }
}
