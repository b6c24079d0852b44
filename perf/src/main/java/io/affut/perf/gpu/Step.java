package io.affut.perf.gpu;

import com.fasterxml.jackson.databind.node.ObjectNode;

/// One step of the verification.
interface Step {

  /// Does it, and puts what was found into `answer`.
  ///
  /// @return whether what was found is as it should be
  /// @throws Exception anything; the process says so and ends
  boolean run(StepOptions options, ObjectNode answer) throws Exception;
}
