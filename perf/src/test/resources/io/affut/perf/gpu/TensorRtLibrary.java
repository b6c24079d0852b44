package io.affut.bindings.tensorrt;

import io.affut.bindings.cuda.CudaRuntime;
import io.affut.bindings.library.FoundLibrary;
import io.affut.bindings.library.NativeLibraries;
import io.affut.bindings.memory.NativeLedger;

/// Stands before the class of the same name where there is no GPU: what it opens computes with
/// OpenVINO what lies in the memory of the stand-in for CUDA.
public final class TensorRtLibrary {
  static final String TITLE = "TensorRT";
  static final String HOW_TO_GET = "There is nothing to get.";

  private TensorRtLibrary() {}

  /// Opens the stand-in.
  public static TensorRt open(
      NativeLibraries libraries, FoundLibrary found, CudaRuntime cuda, NativeLedger ledger) {
    return new io.affut.engine.backend.StandInTensorRt();
  }
}
