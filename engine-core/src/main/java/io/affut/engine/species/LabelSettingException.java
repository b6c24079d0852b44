package io.affut.engine.species;

import java.io.Serial;

/// A setting of labels does not fit the run: a class or a camera that there is not. The message is
/// a sentence for the user.
public final class LabelSettingException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1;

  LabelSettingException(String message) {
    super(message);
  }
}
