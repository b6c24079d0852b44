package io.affut.engine.pipeline;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/// For the flight recorder: the network's outputs were made boxes.
@Name("io.affut.Boxes")
@Label("Boxes")
@Category("Affût")
@Description("The network's outputs are made boxes")
@StackTrace(false)
final class BoxesEvent extends Event {
  @Label("File")
  String file;

  @Label("Boxes")
  int boxes;

  BoxesEvent() {}
}
