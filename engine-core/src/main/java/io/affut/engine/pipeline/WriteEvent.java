package io.affut.engine.pipeline;

import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;

/// For the flight recorder: a result was handed on, to be written.
@Name("io.affut.Write")
@Label("Write")
@Description("A result is handed on and written")
final class WriteEvent extends StageEvent {
  WriteEvent() {}
}
