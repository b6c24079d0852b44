package io.affut.engine.pipeline;

import io.affut.bindings.cuda.CudaException;
import io.affut.engine.backend.SlotInput;

/// Waiting for a picture that a network has failed to wait for, so that the next one is not written
/// into its place at the same time.
final class Settling {
  private Settling() {}

  /// Waits until nothing is written into an input any more. Fails at nothing: who calls it knows of
  /// a failure already.
  static void settle(SlotInput input) {
    if (input instanceof SlotInput.Device(var _, var written)) {
      try {
        written.synchronise();
      } catch (CudaException | IllegalStateException e) {
        // the device is lost, or nothing was ever written
      }
    }
  }
}
