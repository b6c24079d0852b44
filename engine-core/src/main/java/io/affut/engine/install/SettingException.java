package io.affut.engine.install;

/// A setting that is not known, that has a wrong value, or that does not suit the model. The
/// message is one sentence for the user.
public final class SettingException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  SettingException(String message) {
    super(message);
  }
}
