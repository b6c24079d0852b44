package io.affut.engine.pipeline;

import io.affut.bindings.cuda.CudaException;
import io.affut.engine.backend.GpuFailure;

/// What a failure means for the device that it happened on.
enum Trouble {
  /// Nothing.
  NONE,
  /// Its memory did not suffice.
  MEMORY,
  /// Nothing can be computed on it any more.
  LOST;

  /// What a failure, or what caused it, means.
  static Trouble of(Throwable failure) {
    for (Throwable e = failure; e != null; e = e.getCause()) {
      if (e instanceof CudaException cuda && cuda.isDeviceLost()) {
        return LOST;
      }
      if (GpuFailure.isLackOfMemory(e)) {
        return MEMORY;
      }
    }
    return NONE;
  }
}
