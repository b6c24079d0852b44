package io.affut.engine.pipeline;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/// For the flight recorder: a result was handed on, to be written.
@Name("io.affut.Write")
@Label("Write")
@Category("Affût")
@Description("A result is handed on and written")
@StackTrace(false)
final class WriteEvent extends Event {
  @Label("File")
  String file;

  WriteEvent() {}
}
