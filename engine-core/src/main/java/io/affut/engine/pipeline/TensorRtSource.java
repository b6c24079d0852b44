package io.affut.engine.pipeline;

import io.affut.bindings.cuda.CudaRuntime;
import io.affut.bindings.library.NativeLibraries;
import io.affut.bindings.memory.NativeLedger;
import io.affut.bindings.tensorrt.TensorRt;

/// Where TensorRT comes from.
interface TensorRtSource {

  /// Looks for it, and loads no more than its library.
  ///
  /// @throws io.affut.bindings.library.NativeLibraryException when it is not there, or does not
  ///   serve
  void require(NativeLibraries libraries);

  /// Loads it, now that CUDA has found a device.
  ///
  /// @throws io.affut.bindings.library.NativeLibraryException when it does not load
  TensorRt open(NativeLibraries libraries, CudaRuntime cuda, NativeLedger ledger);
}
