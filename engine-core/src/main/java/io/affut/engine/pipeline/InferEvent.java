package io.affut.engine.pipeline;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/// For the flight recorder: the network computed, from the start of the request until its outputs
/// were awaited.
@Name("io.affut.Infer")
@Label("Infer")
@Category("Affût")
@Description("The network computes: from the start of its request until the run has waited for it")
@StackTrace(false)
final class InferEvent extends Event {
  @Label("File")
  String file;

  @Label("Width")
  int width;

  @Label("Height")
  int height;

  InferEvent() {}
}
