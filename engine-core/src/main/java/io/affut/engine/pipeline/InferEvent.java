package io.affut.engine.pipeline;

import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;

/// For the flight recorder: the network computed, from the start of the request until its outputs
/// were awaited.
@Name("io.affut.Infer")
@Label("Infer")
@Description("The network computes: from the start of its request until the run has waited for it")
final class InferEvent extends StageEvent {
  @Label("Width")
  int width;

  @Label("Height")
  int height;

  InferEvent() {}
}
