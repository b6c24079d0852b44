package io.affut.engine.pipeline;

/// The device that was asked for is not there, or not any more. The message is one sentence for the
/// user with what is there, and further lines where several things stand in the way.
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
