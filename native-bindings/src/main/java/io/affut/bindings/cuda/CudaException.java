package io.affut.bindings.cuda;

import io.affut.bindings.library.NativeException;

/// A function of CUDA that did not succeed.
///
/// A device reports what went wrong in work that it was given earlier, so the function may be any
/// one called after the one to blame.
public final class CudaException extends NativeException {
  private static final long serialVersionUID = 1L;

  private final String statusName;

  /// @param function the C function, such as `cudaMalloc`
  /// @param status the number that it returned
  /// @param statusName the C name of that number, such as `cudaErrorMemoryAllocation`
  /// @param nativeText the library's own words for it, or ""
  public CudaException(String function, int status, String statusName, String nativeText) {
    super(message(function, status, statusName, nativeText), function, status, nativeText);
    this.statusName = statusName;
  }

  /// The C name of the status, such as `cudaErrorMemoryAllocation`.
  public String statusName() {
    return statusName;
  }

  private static String message(String function, int status, String statusName, String nativeText) {
    String what = "CUDA's " + function + " failed with " + statusName + " (" + status + ")";
    return nativeText.isBlank() ? what : what + ": " + nativeText.strip();
  }
}
