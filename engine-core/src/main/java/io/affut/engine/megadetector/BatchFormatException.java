package io.affut.engine.megadetector;

import java.io.IOException;

/// A file is not in MegaDetector's batch format. The message says why, as the end of a sentence.
public final class BatchFormatException extends IOException {
  private static final long serialVersionUID = 1L;

  private final boolean damaged;

  BatchFormatException(String why, boolean damaged, Throwable cause) {
    super(why, cause);
    this.damaged = damaged;
  }

  /// Whether it is no valid JSON, and not JSON of something else.
  public boolean isDamaged() {
    return damaged;
  }
}
