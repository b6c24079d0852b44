package io.affut.engine.results;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;

/// Results cannot be written. The message is one sentence for the user with what to do next.
public final class OutputException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /// An exception with a sentence for the user.
  public OutputException(String message) {
    super(message);
  }

  /// An exception with a sentence for the user and what lies behind it.
  public OutputException(String message, Throwable cause) {
    super(message, cause);
  }

  /// What a failure means for people, in the middle of a sentence.
  public static String reason(IOException e) {
    return switch (e) {
      case AccessDeniedException denied -> "%s: permission denied".formatted(denied.getFile());
      case FileAlreadyExistsException file -> "%s is not a folder".formatted(file.getFile());
      case FileSystemException other when other.getReason() != null -> other.getReason();
      default -> e.toString();
    };
  }

  /// The exception for a file that is there and may not be replaced.
  ///
  /// @param file as the user named it
  public static OutputException exists(Path file) {
    return new OutputException(
        "%s exists already: choose another file with -o, or replace it with --overwrite."
            .formatted(file));
  }
}
