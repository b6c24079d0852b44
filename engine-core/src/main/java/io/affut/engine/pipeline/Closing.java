package io.affut.engine.pipeline;

import java.util.List;

/// Closing several things, none of which is forgotten when another fails.
final class Closing {
  private Closing() {}

  /// Closes all of them in this order.
  ///
  /// @throws RuntimeException the first failure, after all were closed; the others are suppressed
  ///   in it
  static void all(List<? extends AutoCloseable> things) {
    Throwable failure = null;
    for (AutoCloseable thing : things) {
      if (failure == null) {
        failure = failure(thing);
      } else {
        after(failure, thing);
      }
    }
    switch (failure) {
      case null -> {}
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      default -> throw new IllegalStateException(failure);
    }
  }

  /// Closes something after a failure, which keeps what goes wrong.
  static void after(Throwable failure, AutoCloseable thing) {
    Throwable another = failure(thing);
    if (another != null && another != failure) {
      failure.addSuppressed(another);
    }
  }

  private static Throwable failure(AutoCloseable thing) {
    try {
      thing.close();
      return null;
    } catch (Exception | Error e) {
      return e;
    }
  }
}
