package io.affut.engine.pipeline;

import io.affut.bindings.cuda.CudaException;
import java.util.Optional;

/// What a lane computes on, as its workers meet it. Safe for any thread.
interface LaneDevice {

  /// What people call it, such as `cuda:0 (NVIDIA H100 80GB HBM3)`.
  String name();

  /// What a worker handles pictures with; called in its thread, and the worker closes it.
  ///
  /// @param sparing whether the device's memory is short, so that what can be done on the processor
  ///   is done there
  Workbench newBench(boolean sparing);

  /// What a user has to hear of the run that ends now; what was told once is not told again.
  default Optional<String> remark() {
    return Optional.empty();
  }

  /// Why nothing can be computed on it any more, if that is so.
  Optional<CudaException> examine();
}
