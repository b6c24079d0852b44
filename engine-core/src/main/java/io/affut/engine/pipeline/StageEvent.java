package io.affut.engine.pipeline;

import jdk.jfr.Category;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.StackTrace;

/// For the flight recorder: a stage of a picture.
@Category("Affût")
@StackTrace(false)
abstract class StageEvent extends Event {
  @Label("File")
  String file;

  StageEvent() {}
}
