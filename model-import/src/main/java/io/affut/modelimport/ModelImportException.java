package io.affut.modelimport;

import java.io.IOException;
import java.nio.file.Path;

/// A model file cannot be converted. The message is one clear sentence for a user: what is wrong,
/// and in which file, node or weight; an operation that is not known is named.
public final class ModelImportException extends Exception {
  private static final long serialVersionUID = 1L;

  private final boolean ofOutput;

  /// A refusal that has no other exception behind it.
  public ModelImportException(String message) {
    super(message);
    this.ofOutput = false;
  }

  /// A refusal caused by another exception, such as a file that cannot be read.
  public ModelImportException(String message, Throwable cause) {
    this(message, cause, false);
  }

  private ModelImportException(String message, Throwable cause, boolean ofOutput) {
    super(message, cause);
    this.ofOutput = ofOutput;
  }

  /// A failure to write what was converted, which says nothing of the model file.
  public static ModelImportException unwritable(Path file, IOException cause) {
    return new ModelImportException("cannot write " + file + ": " + cause, cause, true);
  }

  /// Whether what was converted could not be written, such as on a full disk.
  public boolean isOfOutput() {
    return ofOutput;
  }
}
