package io.affut.engine.pipeline;

/// The device that was asked for is not there, or not any more, or does not compute as it was asked
/// to. The message is a sentence for the user, then a line for each thing that is in the way.
public final class DeviceUnavailableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /// An exception with a sentence for the user.
  public DeviceUnavailableException(String message) {
    super(message);
  }

  /// Likewise, with what lies behind it.
  public DeviceUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
