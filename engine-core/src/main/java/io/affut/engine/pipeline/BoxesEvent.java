package io.affut.engine.pipeline;

import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;

/// For the flight recorder: the network's outputs were made boxes.
@Name("io.affut.Boxes")
@Label("Boxes")
@Description("The network's outputs are made boxes")
final class BoxesEvent extends StageEvent {
  @Label("Boxes")
  int boxes;

  BoxesEvent() {}
}
