package io.affut.bindings.openvino;

import io.affut.bindings.library.NativeException;

/// An OpenVINO function that did not return `OK`.
public final class OpenVinoException extends NativeException {
  private static final long serialVersionUID = 1L;

  private final String statusName;

  /// @param function the C function, such as `ov_core_compile_model`
  /// @param status the number that it returned
  /// @param statusName the C name of that number, such as `NOT_FOUND`
  /// @param nativeText the library's own last error text, or ""
  public OpenVinoException(String function, int status, String statusName, String nativeText) {
    super(message(function, status, statusName, nativeText), function, status, nativeText);
    this.statusName = statusName;
  }

  /// The C name of the status, such as `NOT_FOUND`.
  public String statusName() {
    return statusName;
  }

  private static String message(String function, int status, String statusName, String nativeText) {
    String what = "OpenVINO's " + function + " failed with " + statusName + " (" + status + ")";
    return nativeText.isBlank() ? what : what + ": " + nativeText.strip();
  }
}
