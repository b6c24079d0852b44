package io.affut.engine.backend;

import java.util.ArrayDeque;
import java.util.Deque;

/// Things that one owner closes together, the last one first, whatever fails meanwhile. One thread
/// at a time; closing twice is fine.
final class Owned implements AutoCloseable {
  private final Deque<AutoCloseable> things = new ArrayDeque<>();

  /// Takes it over.
  <T extends AutoCloseable> T keep(T thing) {
    things.push(thing);
    return thing;
  }

  /// Closes all of it because of a failure, which keeps those that come on top.
  void closeAfter(Throwable failure) {
    try {
      close();
    } catch (RuntimeException e) {
      failure.addSuppressed(e);
    }
  }

  /// Throws the first failure, after everything was closed.
  @Override
  public void close() {
    RuntimeException failure = null;
    while (!things.isEmpty()) {
      try {
        things.pop().close();
      } catch (Exception e) {
        RuntimeException next = e instanceof RuntimeException r ? r : new IllegalStateException(e);
        if (failure == null) {
          failure = next;
        } else {
          failure.addSuppressed(next);
        }
      }
    }
    if (failure != null) {
      throw failure;
    }
  }
}
