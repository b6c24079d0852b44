package io.affut.bindings.turbojpeg;

import io.affut.bindings.library.NativeException;

/// A file that libjpeg-turbo cannot read at all, or a call that it refuses.
public final class TurboJpegException extends NativeException {
  private static final long serialVersionUID = 1L;

  /// @param function the C function, such as `tjDecompress2`
  /// @param status the number that it returned
  /// @param nativeText the library's own error text, or ""
  public TurboJpegException(String function, int status, String nativeText) {
    super(
        "libjpeg-turbo's " + function + " failed with " + status + ": " + nativeText,
        function,
        status,
        nativeText);
  }
}
