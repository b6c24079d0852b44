package io.affut.engine.given;

/// A file cannot be read as a result file in MegaDetector's format. The message is one sentence for
/// the user.
public final class BoxFileException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  BoxFileException(String message, Throwable cause) {
    super(message, cause);
  }
}
