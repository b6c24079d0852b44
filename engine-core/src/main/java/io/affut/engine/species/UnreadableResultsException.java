package io.affut.engine.species;

import java.io.Serial;

/// Results are not there, or cannot be read. The message is a sentence for the user.
public final class UnreadableResultsException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1;

  UnreadableResultsException(String message, Throwable cause) {
    super(message, cause);
  }
}
