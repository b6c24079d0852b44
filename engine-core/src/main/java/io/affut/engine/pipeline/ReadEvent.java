package io.affut.engine.pipeline;

import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/// For the flight recorder: a file was read into memory.
@Name("io.affut.Read")
@Label("Read")
@Category("Affût")
@Description("A picture's file is read into memory")
@StackTrace(false)
final class ReadEvent extends Event {
  @Label("File")
  String file;

  @Label("Size")
  @DataAmount
  long bytes;

  ReadEvent() {}
}
