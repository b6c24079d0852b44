package io.affut.bindings.cuda;

import io.affut.bindings.library.NativeException;
import java.util.Map;

/// A function of CUDA that did not succeed.
///
/// A device reports what went wrong in work that it was given earlier, so the function may be any
/// one called after the one to blame.
public final class CudaException extends NativeException {
  private static final long serialVersionUID = 1L;

  /// The C names of the errors after which a GPU is lost.
  static final Map<Integer, String> LOST =
      Map.ofEntries(
          Map.entry(46, "cudaErrorDevicesUnavailable"),
          Map.entry(100, "cudaErrorNoDevice"),
          Map.entry(201, "cudaErrorDeviceUninitialized"),
          Map.entry(214, "cudaErrorECCUncorrectable"),
          Map.entry(220, "cudaErrorNvlinkUncorrectable"),
          Map.entry(226, "cudaErrorContained"),
          Map.entry(700, "cudaErrorIllegalAddress"),
          Map.entry(702, "cudaErrorLaunchTimeout"),
          Map.entry(709, "cudaErrorContextIsDestroyed"),
          Map.entry(710, "cudaErrorAssert"),
          Map.entry(714, "cudaErrorHardwareStackError"),
          Map.entry(715, "cudaErrorIllegalInstruction"),
          Map.entry(716, "cudaErrorMisalignedAddress"),
          Map.entry(717, "cudaErrorInvalidAddressSpace"),
          Map.entry(718, "cudaErrorInvalidPc"),
          Map.entry(719, "cudaErrorLaunchFailure"),
          Map.entry(721, "cudaErrorTensorMemoryLeak"),
          Map.entry(810, "cudaErrorMpsClientTerminated"),
          Map.entry(911, "cudaErrorExternalDevice"),
          Map.entry(999, "cudaErrorUnknown"));

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

  /// Whether the GPU, or the memory that is locked for it, has no room for what was asked. Less
  /// work at a time may go well.
  public boolean isOutOfMemory() {
    return isOfTheRuntime()
        ? status() == CudaRuntimeC.CUDA_ERROR_MEMORY_ALLOCATION
        : statusName.equals(NvJpegLibrary.name(NvJpegC.NVJPEG_STATUS_ALLOCATOR_FAILURE));
  }

  /// Whether nothing more can be done on this GPU before the process ends: each further call fails
  /// likewise.
  ///
  /// These are the errors of which the CUDA runtime's documentation says that a process has to be
  /// started anew (226, 700, 702, 710, 714 to 719, 721, 810, 911), memory or a link that is broken
  /// beyond repair (214, 220), a GPU or its context that is gone (46, 100, 201, 709), and the
  /// unknown error (999), which says nothing that could be relied on.
  public boolean isDeviceLost() {
    return isOfTheRuntime() && LOST.containsKey(status());
  }

  /// nvJPEG and NVRTC have other numbers than the runtime and the driver, which share theirs.
  private boolean isOfTheRuntime() {
    return function().startsWith("cu");
  }

  private static String message(String function, int status, String statusName, String nativeText) {
    String what = "CUDA's " + function + " failed with " + statusName + " (" + status + ")";
    return nativeText.isBlank() ? what : what + ": " + nativeText.strip();
  }
}
