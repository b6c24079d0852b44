package io.affut.engine.pipeline;

import io.affut.bindings.cuda.CudaRuntime;
import io.affut.bindings.library.NativeLibraries;
import io.affut.bindings.library.NativeLibrary;
import io.affut.bindings.memory.NativeLedger;
import io.affut.bindings.tensorrt.TensorRt;
import io.affut.bindings.tensorrt.TensorRtLibrary;

/// NVIDIA's TensorRT, as it is found on this machine.
final class InstalledTensorRt implements TensorRtSource {

  @Override
  public void require(NativeLibraries libraries) {
    libraries.require(NativeLibrary.TENSORRT);
  }

  @Override
  public TensorRt open(NativeLibraries libraries, CudaRuntime cuda, NativeLedger ledger) {
    return TensorRtLibrary.open(libraries, libraries.require(NativeLibrary.TENSORRT), cuda, ledger);
  }
}
