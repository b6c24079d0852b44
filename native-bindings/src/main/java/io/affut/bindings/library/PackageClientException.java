package io.affut.bindings.library;

/// A package could not be fetched: there is no client (pip, npm, apt), it failed, or it gave
/// another file than the pinned one.
///
/// The message says what is missing and how to give the thing by hand; it may have several lines.
public final class PackageClientException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /// @param message what went wrong and what can be done
  public PackageClientException(String message) {
    super(message);
  }

  /// @param message what went wrong and what can be done
  /// @param cause the failure underneath
  public PackageClientException(String message, Throwable cause) {
    super(message, cause);
  }
}
