package io.affut.engine.results;

/// Results cannot be written. The message is one sentence for the user with what to do next.
public final class OutputException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /// An exception with a sentence for the user.
  public OutputException(String message) {
    super(message);
  }

  /// An exception with a sentence for the user and what lies behind it.
  public OutputException(String message, Throwable cause) {
    super(message, cause);
  }
}
