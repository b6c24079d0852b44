package io.affut.preprocessing.picture;

/// A file of which no picture could be made. The message is a plain reason to be shown after the
/// file's name, such as "is empty (0 bytes)".
public final class UnreadablePictureException extends Exception {
  private static final long serialVersionUID = 1L;

  /// @param reason what is the matter, for the person who owns the file
  public UnreadablePictureException(String reason) {
    super(reason);
  }

  /// @param reason what is the matter, for the person who owns the file
  /// @param cause what the decoder or the file system threw
  public UnreadablePictureException(String reason, Throwable cause) {
    super(reason, cause);
  }
}
