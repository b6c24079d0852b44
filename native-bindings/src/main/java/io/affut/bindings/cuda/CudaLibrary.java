package io.affut.bindings.cuda;

import io.affut.bindings.memory.NativeLedger;

/// One loaded CUDA runtime, and the one place where a status is checked. Any thread.
///
/// @param c its functions
/// @param ledger counts what lives
record CudaLibrary(CudaRuntimeC c, NativeLedger ledger) {
  /// Throws unless `status` is `cudaSuccess`.
  ///
  /// @param function the name of the C function that returned it
  void check(int status, String function) {
    if (status != CudaRuntimeC.CUDA_SUCCESS) {
      throw failure(status, function);
    }
  }

  /// Makes `device` the one that the calling thread's next functions are about.
  void select(int device) {
    check(c.cudaSetDevice(device), "cudaSetDevice");
  }

  CudaException failure(int status, String function) {
    String name = CudaRuntimeC.text(c.cudaGetErrorName(status)); // static, not ours
    String text = CudaRuntimeC.text(c.cudaGetErrorString(status));
    c.cudaGetLastError(); // or a later caller would take it for his own
    return new CudaException(function, status, name, text);
  }
}
