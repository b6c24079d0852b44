package io.affut.engine.pipeline;

/// The device that was asked for is not there. The message is one sentence for the user with what
/// is there.
public final class DeviceUnavailableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /// An exception with a sentence for the user.
  public DeviceUnavailableException(String message) {
    super(message);
  }
}
