package io.affut.exports.files;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;

/// A picture cannot be read. The message is the rest of a sentence that begins with the picture.
public final class UnreadableSourceException extends Exception {
  private static final long serialVersionUID = 1L;

  /// What `cause` means for people.
  public UnreadableSourceException(IOException cause) {
    super(reason(cause), cause);
  }

  /// An exception with its reason.
  public UnreadableSourceException(String reason) {
    super(reason);
  }

  private static String reason(IOException cause) {
    return switch (cause) {
      case NoSuchFileException gone when String.valueOf(gone.getFile()).indexOf('\uFFFD') >= 0 ->
          "has a name that is no UTF-8: rename it, and run again";
      case NoSuchFileException ignored -> "is no longer there";
      case AccessDeniedException ignored -> "may not be read: permission denied";
      default -> "cannot be read: " + cause.getMessage();
    };
  }
}
