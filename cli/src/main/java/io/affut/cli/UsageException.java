package io.affut.cli;

/// The command was asked for something that makes no sense. The message is one sentence for the
/// user.
final class UsageException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UsageException(String message) {
    super(message);
  }
}
