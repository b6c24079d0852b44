package io.affut.modelimport;

/// A model file cannot be converted. The message is one clear sentence for a user: what is wrong,
/// and in which file, node or weight; an operation that is not known is named.
public final class ModelImportException extends Exception {
  private static final long serialVersionUID = 1L;

  /// A refusal that has no other exception behind it.
  public ModelImportException(String message) {
    super(message);
  }

  /// A refusal caused by another exception, such as a file that cannot be read.
  public ModelImportException(String message, Throwable cause) {
    super(message, cause);
  }
}
