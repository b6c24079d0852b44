package io.affut.engine.pipeline;

import io.affut.bindings.cuda.CudaException;
import java.util.Set;

/// What a failure means for the device that it happened on.
enum Trouble {
  /// Nothing.
  NONE,
  /// Its memory did not suffice.
  MEMORY,
  /// Nothing can be computed on it any more.
  LOST;

  private static final Set<String> LOSSES =
      Set.of(
          "cudaErrorDevicesUnavailable",
          "cudaErrorECCUncorrectable",
          "cudaErrorIllegalAddress",
          "cudaErrorLaunchFailure",
          "cudaErrorHardwareStackError",
          "cudaErrorIllegalInstruction",
          "cudaErrorMisalignedAddress",
          "cudaErrorInvalidAddressSpace",
          "cudaErrorInvalidPc",
          "cudaErrorLaunchTimeout",
          "cudaErrorAssert",
          "cudaErrorUnknown");

  /// What a failure, or what caused it, means.
  static Trouble of(Throwable failure) {
    for (Throwable e = failure; e != null; e = e.getCause()) {
      if (e instanceof CudaException cuda) {
        return LOSSES.contains(cuda.statusName())
            ? LOST
            : cuda.statusName().equals("cudaErrorMemoryAllocation") ? MEMORY : NONE;
      }
    }
    return NONE;
  }
}
