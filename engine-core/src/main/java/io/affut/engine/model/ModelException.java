package io.affut.engine.model;

/// A model is missing, damaged or refused. The message is one sentence for the user with what to do
/// next.
public final class ModelException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /// An exception with a sentence for the user.
  public ModelException(String message) {
    super(message);
  }

  /// An exception with a sentence for the user and what lies behind it.
  public ModelException(String message, Throwable cause) {
    super(message, cause);
  }
}
