package io.affut.engine.toml;

/// A TOML file does not say what it has to. The message continues a sentence that begins with the
/// file's name and "is", and has no full stop.
public final class TomlException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  TomlException(String message, Throwable cause) {
    super(message, cause);
  }
}
