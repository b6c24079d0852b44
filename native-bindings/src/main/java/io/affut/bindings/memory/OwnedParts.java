package io.affut.bindings.memory;

import java.util.ArrayDeque;
import java.util.Deque;

/// What somebody was made of, to be closed together: the newest first, and all of them, whatever
/// fails on the way.
///
/// ```java
/// private final OwnedParts parts = new OwnedParts();
///
/// Maker() {
///   try {
///     stream = parts.add(device.newStream());
///     buffer = parts.add(device.allocate(bytes)); // when this fails, the stream is closed
///   } catch (RuntimeException | Error e) {
///     throw parts.closedAfter(e);
///   }
/// }
/// ```
///
/// One thread at a time. Closing twice is fine.
public final class OwnedParts implements AutoCloseable {
  private final Deque<AutoCloseable> parts = new ArrayDeque<>();

  /// Owns nothing yet.
  public OwnedParts() {}

  /// Owns `part` from now on.
  ///
  /// @return `part`
  public <T extends AutoCloseable> T add(T part) {
    parts.push(part);
    return part;
  }

  /// Closes everything because of a failure, to which what goes wrong meanwhile is added.
  public void closeAfter(Throwable failure) {
    try {
      close();
    } catch (RuntimeException | Error e) {
      failure.addSuppressed(e);
    }
  }

  /// Likewise, and ends with the failure.
  ///
  /// @return does not: it throws `failure`
  public RuntimeException closedAfter(Throwable failure) {
    closeAfter(failure);
    switch (failure) {
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      default -> throw new IllegalStateException(failure);
    }
  }

  /// Closes everything.
  ///
  /// @throws RuntimeException the first failure, with the others as suppressed, after all were
  ///   closed
  @Override
  public void close() {
    Throwable failure = null;
    while (!parts.isEmpty()) {
      try {
        parts.pop().close();
      } catch (Exception | Error e) {
        if (failure == null) {
          failure = e;
        } else {
          failure.addSuppressed(e);
        }
      }
    }
    switch (failure) {
      case null -> {}
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      default -> throw new IllegalStateException(failure);
    }
  }
}
