package io.affut.bindings.tensorrt;

/// A thread with as much stack as a program in C has, and more: compilers of networks call
/// themselves as deeply as a network is, and a thread of Java has 1 MB unless told otherwise. Who
/// goes over its end takes the whole process down.
final class DeepStack {
  private static final long BYTES = 64L << 20; // only what is touched takes memory

  private DeepStack() {}

  /// Does something there, and waits for it; an interruption waits too.
  ///
  /// @throws RuntimeException whatever `work` throws
  static void run(String name, Runnable work) {
    Throwable[] failure = new Throwable[1];
    Thread thread =
        new Thread(
            null,
            () -> {
              try {
                work.run();
              } catch (RuntimeException | Error e) {
                failure[0] = e;
              }
            },
            name,
            BYTES);
    thread.start();
    await(thread);
    switch (failure[0]) {
      case null -> {}
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      case Throwable e -> throw new AssertionError(e);
    }
  }

  private static void await(Thread thread) {
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
